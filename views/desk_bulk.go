package views

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"steward/app/model"
	"steward/assets/text"
	"steward/views/bulk"
	"steward/views/kit"
)

// newBulk makes the page of bulk work and has the list lead to it.
func (d *desk) newBulk() {
	d.bulk = bulk.New(d.env, bulk.Customers{Marked: d.users.Marked, Matching: d.users.Matching, Turned: d.bulkTurned})
	d.users.Bulk = d.bulk.Begin
}

// bulkShown reports whether bulk work stands in the place of the list.
func (d *desk) bulkShown() bool { return d.tabs.Selected() == tabUsers && d.bulk.Open() }

// usersTab is what the Users tab shows.
func (d *desk) usersTab() fyne.CanvasObject {
	if d.bulk.Open() {
		return d.bulk.Object()
	}
	return d.users.Object()
}

// bulkTurned shows the page of bulk work instead of the list, or the list again.
func (d *desk) bulkTurned() {
	if d.tabs.Selected() != tabUsers {
		d.tabs.Choose(tabUsers)
	} else {
		d.showTab(tabUsers)
	}
	if !d.bulk.Open() {
		d.users.FocusList()
	}
}

// focusUsers gives the keyboard to what the Users tab shows.
func (d *desk) focusUsers() {
	if d.bulk.Open() {
		d.bulk.FocusList()
		return
	}
	d.users.FocusList()
}

// openBatch shows a run in Users, or its report.
func (d *desk) openBatch(id string) {
	d.bulk.OpenBatch(id)
	d.focusUsers()
}

// leaveBulk shows the list of customers again.
func (d *desk) leaveBulk() {
	if d.bulk.Open() {
		d.bulk.Leave()
	}
}

// bulkHeard tells the page of bulk work what happened.
func (d *desk) bulkHeard(events []model.Event) {
	var batches []string
	for _, e := range events {
		switch e.Kind {
		case model.BatchChanged, model.OperationChanged:
			if e.Batch != "" && !slices.Contains(batches, e.Batch) {
				batches = append(batches, e.Batch)
			}
		case model.SectionChanged, model.SectionStatus:
			d.bulk.SectionChanged(e.Key)
		}
	}
	for _, id := range batches {
		d.bulk.BatchChanged(id)
	}
}

// planActions are what the Operations menu offers of plans.
func (d *desk) planActions() []*kit.Action {
	return []*kit.Action{
		{Title: text.T("menu.plans"), Icon: theme.ListIcon(), Run: d.bulk.Plans},
		{Title: text.T("menu.plans.new"), Icon: theme.ContentAddIcon(), Run: d.bulk.Choose},
		{Title: text.T("menu.plans.file"), Icon: theme.FolderOpenIcon(), Run: d.bulk.OpenFile},
	}
}

// pasteAction is Paste List: into the list, or into the customers of a plan.
func (d *desk) pasteAction() *kit.Action {
	list := d.users.Actions().PasteList
	paste := *d.inUsers(list)
	elsewhere := paste.WhyNot
	paste.WhyNot = func() string {
		if d.bulkShown() {
			return ""
		}
		return elsewhere()
	}
	paste.Run = func() {
		if d.bulkShown() {
			d.bulk.Paste()
			return
		}
		list.Run()
	}
	return &paste
}

// Bulk is the page of bulk work; nil before a platform is open.
func (w *Window) Bulk() *bulk.Page {
	if w.desk == nil {
		return nil
	}
	return w.desk.bulk
}

// OnBulk reports whether bulk work is on screen.
func (w *Window) OnBulk() bool { return w.desk != nil && w.desk.bulkShown() }
