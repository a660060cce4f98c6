package customer

// Complete reports whether the chosen tab shows its customer, everything it asks
// for has been read from the platform, and nothing more is on its way.
func (f *Frame) Complete() bool {
	p := f.page()
	return f.uid != 0 && p != nil && p.uid == f.uid &&
		!p.state.ReadAt.IsZero() && !p.state.Reading && len(p.state.Missing) == 0
}
