package contrast

import (
	"slices"
	"strconv"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// Two finds the technologies named: identifiers, or ranks with # or № before them.
func Two(o *study.Outcome, names []string) (a, b *study.Row, err error) {
	rows := []*study.Row{&o.Rows[0], &o.Rows[1]}
	for k, name := range names {
		at := slices.IndexFunc(o.Rows, func(r study.Row) bool { return strings.EqualFold(r.Technology.ID, strings.TrimSpace(name)) })
		if number := strings.TrimLeft(strings.TrimSpace(name), "#№"); at < 0 && number != strings.TrimSpace(name) {
			if n, err := strconv.Atoi(strings.TrimSpace(number)); err == nil {
				at = slices.IndexFunc(o.Rows, func(r study.Row) bool { return r.Rank == n })
			}
		}
		if at < 0 {
			return nil, nil, language.Errorf("there is no ranked technology %q; name one by its ID, or by its rank as \"#3\"", name)
		}
		rows[k] = &o.Rows[at]
	}
	if len(names) == 1 && rows[0] != &o.Rows[0] {
		rows[1] = &o.Rows[0]
	}
	if rows[0] == rows[1] {
		return nil, nil, language.Errorf("%s is named twice", rows[0].Technology.ID)
	}
	return rows[0], rows[1], nil
}
