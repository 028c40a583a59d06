package contract

import (
	"bytes"
	"encoding/json"
	"io"

	"veche/internal/study/robustness"
)

// listing is a list of the document that is written element by element.
type listing struct {
	mark string // the list while it is empty; a text of the study cannot hold it: line breaks are escaped
	lead string // what stands before each element's lines
	of   func(k int) any
}

// WriteRobustness writes [OfRobustness] as JSON, indented by two blanks, technology by technology: of a hundred thousand that are three hundred megabytes.
func WriteRobustness(w io.Writer, r *robustness.Report, pair *[2]int) error {
	head := robustnessHead(r, pair)
	rows := len(r.Outcome.Rows)
	var lists []listing // in the order of the document
	if hasVerdicts(r) {
		lists = append(lists, listing{"\n  \"verdicts\": []", "    ", func(k int) any { return verdictOf(r, k) }})
	}
	if r.Draws != nil && rows > 0 {
		head.Acceptability.Ranks = []Ranks{}
		lists = append(lists, listing{"\n    \"ranks\": []", "      ", func(k int) any { return ranksOf(r, k) }})
	}
	if r.Methods != nil {
		lists = append(lists, listing{"\n  \"rank_range\": []", "    ", func(k int) any { return rankRangeOf(r, k) }})
	}
	rest, err := encoded(&head)
	if err != nil {
		return err
	}
	if err := finiteShares(r); err != nil {
		return err
	}
	for _, l := range lists {
		before, after, ok := bytes.Cut(rest, []byte(l.mark))
		if !ok || rows == 0 {
			continue
		}
		if _, err := w.Write(append(before, l.mark[:len(l.mark)-1]...)); err != nil {
			return err
		}
		if err := writeRows(w, rows, 64, l.formatter); err != nil {
			return err
		}
		if _, err := w.Write([]byte("\n" + l.lead[2:] + "]")); err != nil {
			return err
		}
		rest = after
	}
	_, err = w.Write(rest)
	return err
}

// finiteShares refuses what JSON has no words for, before anything is written.
func finiteShares(r *robustness.Report) error {
	var all [][]float64
	if d := r.Draws; d != nil {
		all = append(append(append(all, d.Ranks...), d.Central...), d.Listed)
	}
	if m := r.Methods; m != nil {
		all = append(all, m.Least, m.Median, m.Most)
	}
	return finite(all...)
}

// formatter writes elements as the encoder does.
func (l *listing) formatter() func(dst []byte, k int) ([]byte, error) {
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	e.SetIndent(l.lead, "  ")
	return func(dst []byte, k int) ([]byte, error) {
		text.Reset()
		if err := e.Encode(l.of(k)); err != nil {
			return dst, err
		}
		if k > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(dst, '\n'), l.lead...)
		return append(dst, bytes.TrimSuffix(text.Bytes(), []byte("\n"))...), nil
	}
}
