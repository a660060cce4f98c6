package pull

import (
	"context"
	"fmt"
	"time"

	"steward/app/model"
	"steward/client"
	"steward/client/platform"
)

// readActivity reads Activity History of one period, all pages of it. The
// platform's order is not known to be stable: customers already seen are
// recognised by uid.
func (p *Pull) readActivity(ctx context.Context, key model.SectionKey) (bool, error) {
	var (
		rows  []platform.Activity
		seen  = map[platform.UID]bool{}
		began time.Time
	)
	for start := 0; ; {
		page, err := p.client.Activities(ctx, client.ActivitiesQuery{Period: key.Period, Start: start, Count: fullPage})
		if err != nil {
			return false, fmt.Errorf("read activity: %w", err)
		}
		if start == 0 {
			began = page.Began
		}
		for _, row := range page.Rows {
			if !seen[row.UID] {
				seen[row.UID] = true
				rows = append(rows, row)
			}
		}
		start += len(page.Rows)
		if len(page.Rows) == 0 || start >= page.Total && (page.Total > 0 || len(page.Rows) < fullPage) {
			break
		}
	}
	changed, err := p.store.PutActivity(ctx, key.Period, began, rows)
	if err != nil {
		return false, keeping("activity", err)
	}
	return changed, nil
}

// afterwards is what follows when a section that somebody looks at was read:
// for a period of activity, the period before, which it is compared with.
func (p *Pull) afterwards(key model.SectionKey) func(bool) {
	if key.Section != model.SectionActivity {
		return nil
	}
	before := key
	before.Period = platform.Period{From: key.Period.From.Add(-key.Period.To.Sub(key.Period.From)), To: key.Period.From}
	return func(bool) {
		p.launch(before, flight{landed: func(bool) { p.emit(model.SectionChanged, key) }})
	}
}
