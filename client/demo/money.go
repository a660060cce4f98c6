package demo

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
)

// tellMoney adds to a log what operators and the platform did with money and
// quotas before the platform began.
func (s *store) tellMoney(ctx context.Context, l *auditLog) error {
	own := s.seededQuotas(&l.who)
	for at := range quotas {
		if value, set := own[at]; set {
			l.operator(s.quotaMoment(&l.who, at), deedQuota, `{"name":"`+quotas[at].name+`","value":`+strconv.FormatInt(value, 10)+`}`)
		}
	}
	money, err := s.ledger(ctx, l.who)
	if err != nil {
		return err
	}
	for i := range money.fundings {
		f := &money.fundings[i]
		if f.id >= writtenFundings {
			continue
		}
		what := deedFund
		if f.sign() < 0 {
			what = deedUnfund
		}
		args := `{"amount":` + string(appendMicros(nil, f.amount)) + `,"isBonus":` + strconv.FormatBool(f.bonus()) + `}`
		if f.kind == fundTrial || f.kind == fundAuto || strings.HasPrefix(f.note, "Card") {
			l.others = append(l.others, auditRow{start: f.at, kind: "SYSTEM", deed: what, args: args})
			continue
		}
		l.operator(f.at, what, args)
	}
	return nil
}

// getFundAccountHistory lists what came to an account and went from it, oldest
// first. Both ends belong to the period.
func getFundAccountHistory(c *call) error {
	r, err := c.one()
	if err != nil {
		return err
	}
	from, to, err := c.period()
	if err != nil {
		return err
	}
	start, count, err := c.paging()
	if err != nil {
		return err
	}
	l, err := c.p.store.ledger(c.r.Context(), r)
	if err != nil {
		return err
	}
	notes, err := c.p.store.fundingNotes(c.r.Context(), r.uid)
	if err != nil {
		return err
	}
	var asked []*funding
	for i := range l.fundings {
		if f := &l.fundings[i]; f.at >= from && f.at <= to && !c.p.unseen(f) {
			asked = append(asked, f)
		}
	}
	first, end := bounds(len(asked), start, count)
	c.key("responses")
	c.open('[')
	for _, f := range asked[first:end] {
		note, changed := notes[f.id]
		if !changed {
			note = f.note
		}
		c.open('{')
		c.int("id", f.id)
		c.text("chargeType", f.kind)
		c.micros("amount", f.amount)
		c.int("operationDate", f.at*1000)
		if note != "" { // the contract: may be absent
			c.text("note", note)
		}
		c.close('}')
		if err := c.flush(); err != nil {
			return err
		}
	}
	c.close(']')
	return nil
}

// fundingNotes are the notes of fundings that were changed, by the id.
func (s *store) fundingNotes(ctx context.Context, uid int64) (map[int64]string, error) {
	notes := map[int64]string{}
	var id int64
	var note string
	err := scanAll(ctx, s.db, `SELECT id, note FROM funding_notes WHERE uid = ?`, []any{&id, &note}, func() { notes[id] = note }, uid)
	return notes, wrapped("read the notes of fundings", err)
}

// setFundNote changes the note of a funding.
func setFundNote(c *call) error {
	id, err := c.long("id")
	if err != nil {
		return err
	}
	ctx, s := context.WithoutCancel(c.r.Context()), c.p.store
	uid := id / fundingsOfOne
	if id > writtenFundings {
		err := s.db.QueryRowContext(ctx, `SELECT coalesce(max(uid), 0) FROM fundings WHERE id = ?`, id-writtenFundings).Scan(&uid)
		if err != nil {
			return wrapped("find a funding", err)
		}
	}
	r, err := c.visible(s.customer(ctx, uid))
	if err != nil {
		return err
	}
	l, err := s.ledger(ctx, r)
	if err != nil {
		return err
	}
	for i := range l.fundings {
		if l.fundings[i].id == id {
			note := c.p.kept(c.param("note"))
			return c.alter(r, "AccountService.SetFundNote", "Set fund note", `{"id":`+c.param("id")+`}`, func(ctx context.Context, tx *sql.Tx, r *record) error {
				_, err := tx.ExecContext(ctx, `REPLACE INTO funding_notes VALUES (?, ?, ?)`, id, r.uid, note)
				return wrapped("set the note of a funding", err)
			})
		}
	}
	return refuse(codeNotFound, "object not found [funding]")
}

// bookChange writes down as fundings what changed balance and bonus.
func bookChange(ctx context.Context, tx *sql.Tx, r *record, balance, bonus, at int64) error {
	for _, moved := range []struct {
		amount    int64
		came, put string
	}{{r.balance - balance, fundMain, refundMain}, {r.bonus - bonus, fundBonus, refundBonus}} {
		kind, amount := moved.came, moved.amount
		if amount < 0 {
			kind, amount = moved.put, -amount
		}
		if amount == 0 {
			continue
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO fundings (uid, type, amount, at, note, key, sent) VALUES (?, ?, ?, ?, '', '', '')`, r.uid, kind, amount, at)
		if err != nil {
			return wrapped("write a funding down", err)
		}
	}
	return nil
}
