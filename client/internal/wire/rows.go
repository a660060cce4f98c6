package wire

// Page is the payload of a method that answers a list.
type Page[T any] struct {
	Rows    []T
	Total   int // -1: not told
	Skipped int // elements that could not be read
}

// rowsOf reads an answer whose list stands under one of the usual names, or
// under one of names. An answer without a list is not an empty list: ErrShape.
func rowsOf[T any](data []byte, row func(*reader) (T, bool), names ...string) (Page[T], Envelope, error) {
	page, listed := Page[T]{Total: -1}, false
	e, err := read(data, func(r *reader, name []byte) bool {
		switch string(name) {
		case "totalCount":
			page.Total = r.total()
			return true
		case "array", "responses", "objects", "object":
		default:
			if !oneOf(name, names) {
				return false
			}
		}
		if c := r.peek(); c != '[' && c != '{' {
			if r.scalar().kind == kindAbsent { // null is an empty list
				listed = true
			}
			return true
		}
		listed, page.Rows, page.Skipped = true, nil, 0
		page.Skipped += r.each(func() {
			if value, ok := row(r); ok {
				page.Rows = append(page.Rows, value)
			} else {
				page.Skipped++
			}
		})
		return true
	})
	if err == nil && e.Result == 0 && !listed {
		err = ErrShape
	}
	if err != nil {
		return Page[T]{Total: -1}, e, err
	}
	return page, e, nil
}

func oneOf(name []byte, names []string) bool {
	for _, n := range names {
		if string(name) == n {
			return true
		}
	}
	return false
}

// object reads the known members of an object. It reads over anything else.
func (r *reader) object(known field) bool {
	if r.peek() != '{' {
		r.skip()
		return false
	}
	r.members(known)
	return true
}

// objects reads a list inside a row, or a single object in its place.
func objects[T any](r *reader, row func(*reader) (T, bool)) []T {
	var all []T
	r.each(func() {
		if value, ok := row(r); ok {
			all = append(all, value)
		}
	})
	return all
}

// texts reads a list of texts, or a single one in its place. Empty ones and
// what is no text are left out.
func (r *reader) texts() []string {
	var all []string
	keep := func() {
		if text := r.scalar().trimmed(); len(text) > 0 {
			all = append(all, r.share(text))
		}
	}
	if !r.open('[') {
		keep()
		return all
	}
	for first := true; r.more(']', &first); {
		keep()
	}
	return all
}

// raw is the value as it is written, cut at limit: of a text what it says.
func (r *reader) raw(limit int) string {
	c := r.peek()
	if c != '{' && c != '[' {
		return r.scalar().str(limit)
	}
	start := r.pos
	r.skip()
	if r.err != nil {
		return ""
	}
	return scalar{kind: kindText, text: r.data[start:r.pos]}.str(limit)
}

// amount is an integer that cannot be negative; other if there is none.
func (s scalar) amount(other int) int {
	if n, ok := s.int(); ok && n >= 0 {
		return n
	}
	return other
}
