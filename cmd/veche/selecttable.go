package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"veche/internal/language"
	"veche/internal/study"
)

// The words of `veche select`, beside those of the study's rules.
const (
	selOptimum    = "Best set: %s, value %s, cost %s%s (proven)."
	selFound      = "Best set found: %s, value %s, cost %s%s. Not proven: %s; no set is worth more than %s (gap %s)."
	selOf         = " of %s"
	selByRank     = "By rank alone: %s, value %s, cost %s."
	selBreaks     = "It breaks: %s."
	selNext       = "Next best: value %s, cost %s%s%s."
	selWith       = ", with %s"
	selWithout    = ", without %s"
	selOut        = "%s (rank %d) is out: it would cost %s of value. In its place: %s, worth %s for %s.%s"
	selOutAlone   = "%s (rank %d) is out: it would cost %s of value.%s"
	selImpossible = "%s (rank %d) is out: no set within the budget and the rules holds it.%s"
	selUndecided  = "%s (rank %d) is out; the time did not suffice to say what it would cost."
	selEnters     = " It enters from a budget of %s."
	selRules      = "Rules met: %d of %d."
	selDividend   = "Collaboration: synergies give %s of the value. Without them the best set is %s, value %s: the dividend is %s.%s"
	selSaves      = " The same value costs %s when synergies count."
	selRobust     = "Under %s: %d set is not beaten by another; core %d, borderline %d, out %d.|Under %s: %d sets are not beaten by another; core %d, borderline %d, out %d."
	selPartial    = "Not all such sets were found (%s): a core or an out may still be borderline."
	selCorners    = "The score is not linear in the weights: this holds for the %d weightings tried."
	selAsk        = "To settle the borderline ask whether the weight of %s is above %s: %d would be left if not, %d if so."
	selVoice      = "Without the weights of %s, %d would be left borderline."
	selFrontier   = "Value against budget (%s):"
	selExact      = "every step"
	selGrid       = "steps of %s"
)

var russianSelect = map[string]string{
	selOptimum:    "Лучший набор: %s, ценность %s, стоимость %s%s (доказано).",
	selFound:      "Лучший найденный набор: %s, ценность %s, стоимость %s%s. Не доказано: %s; ценнее %s не бывает (разрыв %s).",
	selOf:         " из %s",
	selByRank:     "Только по рейтингу: %s, ценность %s, стоимость %s.",
	selBreaks:     "Нарушает: %s.",
	selNext:       "Следующий: ценность %s, стоимость %s%s%s.",
	selWith:       ", есть %s",
	selWithout:    ", нет %s",
	selOut:        "%s (место %d) не выбрана: это стоило бы %s ценности. Вместо неё: %s, ценность %s за %s.%s",
	selOutAlone:   "%s (место %d) не выбрана: это стоило бы %s ценности.%s",
	selImpossible: "%s (место %d) не выбрана: ни один набор в пределах бюджета и правил её не содержит.%s",
	selUndecided:  "%s (место %d) не выбрана; времени не хватило, чтобы сказать, чего бы она стоила.",
	selEnters:     " Входит при бюджете от %s.",
	selRules:      "Выполнено правил: %d из %d.",
	selDividend:   "Сотрудничество: синергия даёт %s ценности. Без неё лучший набор — %s, ценность %s: дивиденд %s.%s",
	selSaves:      " Та же ценность с учётом синергии стоит %s.",
	selRobust:     "Если возможны %s: непревзойдённых наборов %d; ядро %d, на грани %d, вне %d.|Если возможны %s: непревзойдённых наборов %d; ядро %d, на грани %d, вне %d.|Если возможны %s: непревзойдённых наборов %d; ядро %d, на грани %d, вне %d.",
	selPartial:    "Найдены не все такие наборы (%s): ядро и «вне» могут оказаться на грани.",
	selCorners:    "Оценка не линейна по весам: сказанное верно для %d испытанных наборов весов.",
	selAsk:        "Чтобы решить о тех, кто на грани, спросите, больше ли вес %s, чем %s: останется %d, если нет, и %d, если да.",
	selVoice:      "Без весов %s на грани осталось бы %d.",
	selFrontier:   "Ценность и бюджет (%s):",
	selExact:      "все ступени",
	selGrid:       "с шагом %s",
	"time limit":  "вышло время", "interrupted": "прервано", "too many sets": "слишком много наборов",
	"core": "ядро", "borderline": "на грани", "out": "вне", "in": "вкл",
}

var selectWords = language.NewCatalogue(russianSelect)

// printSelection prints the set and what stands beside it. As CSV it is one row a technology.
func printSelection(w io.Writer, c *study.Selection, f studyFlags) error {
	lang := cmp.Or(f.lang, c.Study.Settings.Language)
	l, _ := language.Named(lang)
	t := selectionTable(c, l)
	t.translate(lang)
	if f.format != "csv" {
		t.after = selectionLines(c, l)
	}
	return t.print(w, f.format, f.plain)
}

func selectionTable(c *study.Selection, l language.Language) *table {
	s := c.Study
	t := &table{title: s.Title, note: fmt.Sprintf("%s (%s)", c.Method.Title, c.ParametersInWords())}
	group, cost, pin := false, false, false
	for _, r := range c.Rows {
		group, cost, pin = group || r.Technology.Group != "", cost || r.Technology.Cost != nil, pin || r.Technology.Pin != ""
	}
	t.column("Chosen", left)
	t.column("Rank", right)
	t.column("ID", left)
	t.column("Technology", left)
	if group {
		t.column("Group", left)
	}
	t.column("Value", right)
	if cost {
		t.column("Cost", right)
		t.column("Value/cost", right)
	}
	if pin {
		t.column("Pin", left)
	}
	index := c.Robust != nil && c.Robust.Index != nil
	if index {
		t.column("Core index", right)
		t.column("Verdict", left)
	}
	for k, r := range c.Rows {
		mark := "-"
		if c.Best.Chosen[k] {
			mark = "x"
		}
		row := []cell{{shown: mark, data: mark, isNum: true}, number(float64(r.Rank), 0), text(r.Technology.ID), text(r.Technology.Name)}
		if group {
			row = append(row, text(r.Technology.Group))
		}
		value := c.Portfolio.Values[k]
		row = append(row, number(value, 4))
		if cost {
			price, rate := text(""), text("")
			if x := r.Technology.Cost; x != nil {
				price = figureCell(*x)
				if *x > 0 {
					rate = number(value / *x, 4)
				}
			}
			row = append(row, price, rate)
		}
		if pin {
			row = append(row, text(selectWords.Say(l, r.Technology.Pin)))
		}
		if index {
			row = append(row, number(c.Robust.Index[k], 2), text(selectWords.Say(l, string(c.Robust.Verdict(k)))))
		}
		t.rows = append(t.rows, row)
	}
	return t
}

// figureCell is an amount with as many decimals as it has, up to four.
func figureCell(x float64) cell {
	c := number(x, 4)
	c.shown = study.Amount(x)
	return c
}

// selectionLines is what stands beside the set, in sentences.
func selectionLines(c *study.Selection, l language.Language) []string {
	say := func(text string, args ...any) string { return selectWords.Say(l, text, args...) }
	value := func(x float64) string { return shown(x, 4) }
	amount := study.Amount
	ids := func(rows []int) string { return strings.Join(c.IDs(rows), ", ") }
	of := ""
	if b := c.Study.Settings.Budget; b != nil {
		of = say(selOf, amount(*b))
	}
	var lines []string
	add := func(text string, args ...any) { lines = append(lines, say(text, args...)) }
	if c.Result.Optimal() {
		add(selOptimum, ids(c.Best.Members()), value(c.Best.Value), amount(c.Best.Cost), of)
	} else {
		add(selFound, ids(c.Best.Members()), value(c.Best.Value), amount(c.Best.Cost), of, say(string(c.Result.Stopped)), value(c.Result.Bound), percentOf(c.Result.Gap()))
	}
	add(selByRank, ids(c.ByRank.Members()), value(c.ByRank.Value), amount(c.ByRank.Cost))
	if broken := c.Broken(c.ByRank.Chosen); len(broken) > 0 {
		var words []string
		for _, d := range broken {
			words = append(words, c.Words(&c.Demands[d], l))
		}
		lines[len(lines)-1] += " " + say(selBreaks, strings.Join(words, "; "))
	}
	for _, n := range c.Next {
		adds, drops := c.Differs(n.Chosen)
		with, without := "", ""
		if len(adds) > 0 {
			with = say(selWith, ids(adds))
		}
		if len(drops) > 0 {
			without = say(selWithout, ids(drops))
		}
		add(selNext, value(n.Value), amount(n.Cost), with, without)
	}
	if len(c.Demands) > 0 {
		add(selRules, len(c.Demands)-len(c.Broken(c.Best.Chosen)), len(c.Demands))
		for d := range c.Demands {
			mark := "  ok  "
			if !c.Holds(d, c.Best.Chosen) {
				mark = "  --  "
			}
			lines = append(lines, mark+c.Words(&c.Demands[d], l))
		}
	}
	for _, out := range c.Out {
		lines = append(lines, outLine(c, &out, l))
	}
	if d := c.Dividend; d.Any {
		saves := ""
		if d.Saves != nil {
			saves = say(selSaves, amount(*d.Saves))
		}
		add(selDividend, value(c.Best.Synergy), ids(d.Without.Members()), value(d.Without.Value), value(d.Value), saves)
	}
	lines = append(lines, robustLines(c, l)...)
	return append(lines, frontierLines(c, l)...)
}

func outLine(c *study.Selection, out *study.Out, l language.Language) string {
	say := func(text string, args ...any) string { return selectWords.Say(l, text, args...) }
	row := c.Rows[out.Row]
	enters := ""
	if out.Enters != nil {
		enters = say(selEnters, study.Amount(*out.Enters))
	}
	switch {
	case out.Undecided:
		return say(selUndecided, row.Technology.ID, row.Rank)
	case !out.Possible:
		return say(selImpossible, row.Technology.ID, row.Rank, enters)
	case len(out.Instead) == 0:
		return say(selOutAlone, row.Technology.ID, row.Rank, shown(out.Loss, 4), enters)
	}
	return say(selOut, row.Technology.ID, row.Rank, shown(out.Loss, 4), strings.Join(c.IDs(out.Instead), ", "), shown(out.Worth, 4), study.Amount(out.Costs), enters)
}

func robustLines(c *study.Selection, l language.Language) []string {
	r := c.Robust
	if r == nil || r.Index == nil {
		return nil
	}
	say := func(text string, args ...any) string { return selectWords.Say(l, text, args...) }
	lines := []string{say(selRobust, r.Describe(l), len(r.Sets.Sets), r.Count("core"), r.Count("borderline"), r.Count("out"))}
	if !r.Sets.Complete {
		lines = append(lines, say(selPartial, say(string(r.Sets.Stopped))))
	}
	if !r.Linear {
		lines = append(lines, say(selCorners, len(r.Corners)))
	}
	for k, q := range r.Questions {
		if k == 3 {
			break
		}
		if q.Criterion >= 0 {
			lines = append(lines, say(selAsk, c.Study.Criteria[c.Leaves[q.Criterion]].Code, shown(q.Threshold, 3), q.Below, q.Above))
		} else {
			lines = append(lines, say(selVoice, q.Name, q.Below))
		}
	}
	return lines
}

// frontierShown is how many budgets are printed; JSON has all.
const frontierShown = 12

func frontierLines(c *study.Selection, l language.Language) []string {
	f := &c.Frontier
	if len(f.Points) < 2 {
		return nil
	}
	say := func(text string, args ...any) string { return selectWords.Say(l, text, args...) }
	steps := say(selExact)
	if !f.Exact {
		steps = say(selGrid, study.Amount(f.Step))
	}
	lines := []string{say(selFrontier, steps)}
	every := (len(f.Points) + frontierShown - 1) / frontierShown
	now := -1 // the step the budget stands on
	if b := c.Study.Settings.Budget; b != nil {
		for k, p := range f.Points {
			if p.Budget <= *b*(1+1e-9) {
				now = k
			}
		}
	}
	last := len(f.Points) - 1
	widest := 0
	for _, p := range f.Points {
		widest = max(widest, len(study.Amount(p.Budget)))
	}
	for k, p := range f.Points {
		if k%every != 0 && k != now && k != last {
			continue
		}
		bar := strings.Repeat("#", int(math.Round(30*max(p.Set.Value, 0)/max(f.Points[last].Set.Value, math.SmallestNonzeroFloat64))))
		mark := ""
		if k == now {
			mark = " <"
		}
		if !p.Proven {
			mark += " ?"
		}
		lines = append(lines, fmt.Sprintf("  %*s  %9s  %s%s", widest, study.Amount(p.Budget), shown(p.Set.Value, 4), bar, mark))
	}
	return slices.Clip(lines)
}

func percentOf(x float64) string { return shown(100*x, 2) + "%" }
