package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"veche/internal/language"
	"veche/internal/release"
	"veche/internal/study"
	"veche/internal/study/contrast"
)

func newWhy(env *environment) *cobra.Command {
	var f studyFlags
	cmd := &cobra.Command{
		Use:   "why STUDY.xlsx [A [B]]",
		Short: "Say why one technology ranks above another, and what would change it",
		Long: "Say why one technology ranks above another, in sentences fit for minutes, and what would change it. A and B are identifiers, or ranks as #3. " +
			"Without them it is the first against the second; A alone is set against the first.",
		Example: "veche why study.xlsx\nveche why study.xlsx T04 T07\nveche why study.xlsx \"#1\" \"#5\" --format md",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 3 {
				return fmt.Errorf("name one workbook and at most two technologies, not %d things", len(args))
			}
			return nil
		},
		ValidArgsFunction: workbooks,
		RunE:              func(cmd *cobra.Command, args []string) error { return why(cmd.Context(), env, args[0], args[1:], f) },
	}
	f.add(cmd)
	return cmd
}

func why(ctx context.Context, env *environment, path string, pair []string, f studyFlags) error {
	s, err := env.open(path)
	if err != nil {
		return err
	}
	if s, _, err = f.changed(s); err != nil {
		return err
	}
	o, err := study.Evaluate(s)
	if err != nil {
		return err
	}
	env.warn(o.Warnings)
	a, b, err := twoOf(o, pair)
	if err != nil {
		return err
	}
	c, err := contrast.Complete(ctx, o, contrast.Between(o, a, b))
	if err != nil {
		return err
	}
	lang := cmp.Or(f.lang, s.Settings.Language)
	said, _ := language.Named(lang)
	words := contrast.Words(o, c, said, contrast.Names{Technology: (*study.Technology).Title, Criterion: (*study.Criterion).Title})
	if f.format == "json" {
		return printJSON(env.stdout, contrastJSON(o, c, words))
	}
	t := contrastTable(o, c, said)
	t.translate(lang)
	if f.format == "md" { // minutes: the sentences, then the table
		if _, err := fmt.Fprintf(env.stdout, "%s\n\n", words); err != nil {
			return fileError{err}
		}
		return t.print(env.stdout, f.format, f.plain)
	}
	t.after = append(t.after, wrapped(words, 100)...)
	return t.print(env.stdout, f.format, f.plain)
}

// twoOf finds the technologies named: identifiers, or ranks with # before them.
func twoOf(o *study.Outcome, names []string) (a, b *study.Row, err error) {
	rows := []*study.Row{&o.Rows[0], &o.Rows[1]}
	for k, name := range names {
		at := slices.IndexFunc(o.Rows, func(r study.Row) bool { return strings.EqualFold(r.Technology.ID, strings.TrimSpace(name)) })
		if number, ok := strings.CutPrefix(strings.TrimSpace(name), "#"); at < 0 && ok {
			if n, err := strconv.Atoi(number); err == nil {
				at = slices.IndexFunc(o.Rows, func(r study.Row) bool { return r.Rank == n })
			}
		}
		if at < 0 {
			return nil, nil, fmt.Errorf("there is no ranked technology %q; name one by its ID, or by its rank as \"#3\"", name)
		}
		rows[k] = &o.Rows[at]
	}
	if len(names) == 1 && rows[0] != &o.Rows[0] {
		rows[1] = &o.Rows[0]
	}
	if rows[0] == rows[1] {
		return nil, nil, fmt.Errorf("%s is named twice", rows[0].Technology.ID)
	}
	return rows[0], rows[1], nil
}

// contrastTable is the two, criterion by criterion.
func contrastTable(o *study.Outcome, c *contrast.Contrast, l language.Language) *table {
	t := &table{title: o.Study.Title, note: fmt.Sprintf("A: #%d %s   B: #%d %s   (%s)", c.A.Rank, c.A.Technology.Title(), c.B.Rank, c.B.Technology.Title(), o.Method.Title)}
	t.column("Criterion", left)
	t.column("Name", left)
	for _, name := range []string{"Weight", "Value A", "Value B", "A", "B", "A-B"} {
		t.column(name, right)
	}
	for _, p := range c.Parts {
		k := &o.Study.Criteria[o.Leaves[p.Column]]
		t.rows = append(t.rows, []cell{text(k.Code), text(k.Name), number(p.Weight, 4), measured(p.RawA), measured(p.RawB), number(p.A, 4), number(p.B, 4), number(p.A-p.B, 4)})
	}
	total := map[language.Language]string{language.English: "Total", language.Russian: "Итого"}[l]
	if !o.Additive() {
		total = map[language.Language]string{language.English: "Score", language.Russian: "Балл"}[l]
	}
	t.rows = append(t.rows, []cell{text(total), text(""), text(""), text(""), text(""), number(c.A.Score, 4), number(c.B.Score, 4), number(c.A.Score-c.B.Score, 4)})
	return t
}

// measured is a measured value: four digits for reading, all for data.
func measured(x float64) cell {
	c := number(x, -1)
	c.shown = language.Figure(x)
	return c
}

// wrapped breaks a text into lines at words.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len([]rune(line))+1+len([]rune(word)) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// whyJSON is the contract of `veche why --format json`.
type whyJSON struct {
	Study     studyJSON   `json:"study"`
	Method    string      `json:"method"`
	Additive  bool        `json:"additive"` // the scores are the sums of the parts
	A         sideJSON    `json:"a"`
	B         sideJSON    `json:"b"`
	Lead      float64     `json:"lead"` // by how much a's score is the better one; negative when b's is
	NearTie   bool        `json:"near_tie"`
	Dominates string      `json:"dominates"` // a or b: at least as good on every criterion; "" for neither
	Parts     []partJSON  `json:"parts"`     // what sets a above b most first
	Turns     []turnJSON  `json:"turns"`     // single moves of a weight that change their order, the shortest first
	Exact     bool        `json:"exact"`     // the turns are solved for, not searched
	Needs     []lacksJSON `json:"needs"`     // by criterion, what the lower of the two needs to draw level
	Words     string      `json:"words"`
	Version   string      `json:"version"`
}

type sideJSON struct {
	Rank  int     `json:"rank"`
	ID    string  `json:"id"`
	Name  string  `json:"name"`
	Score float64 `json:"score"`
}

type partJSON struct {
	Criterion string  `json:"criterion"`
	Weight    float64 `json:"weight"`
	ValueA    float64 `json:"value_a"`
	ValueB    float64 `json:"value_b"`
	A         float64 `json:"a"` // part of the score; where that is no sum, weight times min-max score
	B         float64 `json:"b"`
	Better    string  `json:"better"` // whose value is the better one: a, b or ""
}

type turnJSON struct {
	Criterion string  `json:"criterion"`
	From      float64 `json:"from"`
	At        float64 `json:"at"`
}

type lacksJSON struct {
	Criterion string  `json:"criterion"`
	From      float64 `json:"from"`
	To        float64 `json:"to"` // where it is not possible the farthest that was tried
	Possible  bool    `json:"possible"`
	Beyond    bool    `json:"beyond"` // better than any technology has
}

func contrastJSON(o *study.Outcome, c *contrast.Contrast, words string) whyJSON {
	code := func(column int) string { return o.Study.Criteria[o.Leaves[column]].Code }
	side := func(r *study.Row) sideJSON { return sideJSON{r.Rank, r.Technology.ID, r.Technology.Name, r.Score} }
	j := whyJSON{Study: studyJSON{o.Study.Title, o.Study.Source.SHA256}, Method: o.Method.Name, Additive: o.Additive(), A: side(c.A), B: side(c.B), Lead: c.Lead, NearTie: c.Near,
		Parts: []partJSON{}, Turns: []turnJSON{}, Exact: c.Exact, Needs: []lacksJSON{}, Words: words, Version: release.Version}
	sides := map[bool]string{true: "a", false: "b"}
	if c.ADominates || c.BDominates {
		j.Dominates = sides[c.ADominates]
	}
	for _, p := range c.Parts {
		part := partJSON{code(p.Column), p.Weight, p.RawA, p.RawB, p.A, p.B, ""}
		if p.Better != 0 {
			part.Better = sides[p.Better > 0]
		}
		j.Parts = append(j.Parts, part)
	}
	for _, t := range c.Turns {
		j.Turns = append(j.Turns, turnJSON{code(t.Column), t.From, t.At})
	}
	for _, n := range c.Needs {
		j.Needs = append(j.Needs, lacksJSON{code(n.Criterion), n.From, n.To, n.Possible, n.Beyond})
	}
	return j
}
