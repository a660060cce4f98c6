package store

// migrations are the schema's steps. A released step is never changed.
//
// users holds the platform's rows, reads what happens to every row at every
// reading: it is small, so that a reading which finds nothing new writes
// little. Times are microseconds of Unix time, NULL for none. Money is exact
// TEXT, its INTEGER twin (millionths, rounded down, clamped) sorts and, unless
// flagged as rough, adds up. What belongs to a customer goes with it. The indexes to sort by come later (sortindexes.go).
var migrations = []string{`
CREATE TABLE users (
	uid INTEGER PRIMARY KEY,
	login TEXT NOT NULL,
	fold TEXT,                  -- login in lower case, NULL if it is already
	phone TEXT NOT NULL,
	note TEXT NOT NULL,
	grp INTEGER NOT NULL,       -- groupnames.id
	reseller INTEGER NOT NULL,  -- resellernames.id, 0: none
	state INTEGER NOT NULL,
	status TEXT NOT NULL,
	flags INTEGER NOT NULL,
	currency TEXT NOT NULL,
	balance TEXT, balance_micros INTEGER,
	bonus TEXT, bonus_micros INTEGER,
	credit TEXT,
	signed_up INTEGER, status_changed INTEGER, group_changed INTEGER,
	ext_id TEXT NOT NULL,
	language TEXT NOT NULL
) STRICT;

CREATE TABLE reads (
	uid INTEGER PRIMARY KEY,
	began INTEGER NOT NULL,     -- of the request that read the row last
	run INTEGER NOT NULL,       -- the reading of all customers that saw it last
	hash INTEGER NOT NULL       -- of the row's content
) STRICT;

CREATE TABLE groupnames (
	id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, UNIQUE (name, type)
) STRICT;
CREATE TABLE resellernames (
	id INTEGER PRIMARY KEY, reseller INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE (reseller, name)
) STRICT;

CREATE TABLE identities (
	uid INTEGER PRIMARY KEY, began INTEGER NOT NULL,
	email TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL, external TEXT NOT NULL,
	status TEXT NOT NULL, two_factor INTEGER NOT NULL
) STRICT;

CREATE TABLE documents (       -- whole small lists: groups, resellers, currencies
	name TEXT PRIMARY KEY, began INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;

CREATE TABLE activity (
	from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, uid INTEGER NOT NULL, actions INTEGER NOT NULL,
	PRIMARY KEY (from_at, to_at, uid)
) STRICT, WITHOUT ROWID;
CREATE TABLE coverage (        -- which periods of a section are stored
	section TEXT NOT NULL, uid INTEGER NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
	began INTEGER NOT NULL, hash INTEGER NOT NULL,
	PRIMARY KEY (section, uid, from_at, to_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE sections (
	section TEXT NOT NULL, uid INTEGER NOT NULL, from_at INTEGER NOT NULL, to_at INTEGER NOT NULL,
	read_at INTEGER, failed_at INTEGER, code TEXT, sentence TEXT, args TEXT, cause TEXT,
	PRIMARY KEY (section, uid, from_at, to_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE pull (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	run INTEGER NOT NULL, next INTEGER NOT NULL, last_uid INTEGER NOT NULL, total INTEGER NOT NULL,
	complete INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER
) STRICT;
`, `
CREATE TABLE belongings (      -- whole small lists of one customer
	uid INTEGER NOT NULL, section TEXT NOT NULL, part TEXT NOT NULL,
	began INTEGER NOT NULL, body TEXT NOT NULL,
	PRIMARY KEY (uid, section, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE bills (           -- subscriptions and invoices
	uid INTEGER NOT NULL, section TEXT NOT NULL, place INTEGER NOT NULL,
	subscription INTEGER NOT NULL,
	currency TEXT NOT NULL, amount TEXT, amount_micros INTEGER,
	body TEXT NOT NULL,         -- all but the amount
	PRIMARY KEY (uid, section, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE funding (
	uid INTEGER NOT NULL, at INTEGER NOT NULL, id INTEGER NOT NULL, operation TEXT NOT NULL,
	currency TEXT NOT NULL, amount TEXT, amount_micros INTEGER, note TEXT NOT NULL
) STRICT;
CREATE INDEX funding_order ON funding(uid, at);

CREATE TABLE charges (         -- a slice each, exact (chargecode.go)
	uid INTEGER NOT NULL, section TEXT NOT NULL, from_at INTEGER NOT NULL, body BLOB NOT NULL,
	UNIQUE (uid, section, from_at)
) STRICT;

CREATE TABLE audit (
	key INTEGER PRIMARY KEY,
	uid INTEGER NOT NULL, ident INTEGER NOT NULL,
	at INTEGER NOT NULL, flags INTEGER NOT NULL,
	began INTEGER NOT NULL, hash INTEGER NOT NULL,
	id INTEGER NOT NULL, type TEXT NOT NULL, result INTEGER NOT NULL, ended INTEGER,
	who INTEGER NOT NULL, collaborator INTEGER NOT NULL, appid TEXT NOT NULL, environment TEXT NOT NULL,
	text TEXT NOT NULL, service TEXT NOT NULL, action TEXT NOT NULL, email TEXT NOT NULL, error TEXT NOT NULL,
	request TEXT NOT NULL, source TEXT NOT NULL, arguments TEXT NOT NULL, response TEXT NOT NULL,
	UNIQUE (uid, ident)
) STRICT;
CREATE INDEX audit_order ON audit(uid, at, ident, flags);

CREATE INDEX coverage_customer ON coverage(uid);
`}
