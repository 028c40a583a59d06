package workbook

import (
	"fmt"
	"math"
	"testing"
)

// nameRule: a code and a name beside each other, look-alike letters, quotation marks. Oracle: the technology that both name; a refusal where they name two.
func nameRule(t *testing.T) (all []ruleFile) {
	for _, kind := range kindsOfFiles {
		for _, typed := range []string{"Alpha (T1)", "(T1) Alpha", "Alpha [T1]", "[T1] Alpha", "T1 — Alpha", "Alpha — T1", "T1, Alpha", "Alpha, T1", "T1/Alpha", "Alpha / T1", "T1 Alpha", "Alpha T1", "T1: Alpha", "T1) Alpha", "Т1", "т1", "T 1", "«T1»", "«Alpha»", "Alpha.", "ALPHA ", "Аlpha", "T1*"} {
			all = append(all, ruleFile{rule: "codes and names", name: kind + " scores " + typed, files: scoredStudy().with("Scores!B2", typed).as(t, kind), want: figs{"T1/C1/E1": 8}, must: true},
				ruleFile{rule: "codes and names", name: kind + " evidence " + typed, files: measuredStudy().with("Evidence!A2", typed).as(t, kind), want: figs{"T1/C1": 7}, must: true})
		}
		for _, typed := range []string{"T1 Beta", "Beta (T1)", "(T1) Beta", "T1 — Beta", "Beta, T1"} {
			all = append(all, ruleFile{rule: "codes and names", name: kind + " " + typed, files: scoredStudy().with("Scores!B2", typed).as(t, kind), refuse: true, at: []string{"Scores!B2 "}})
		}
		for _, headers := range [][2]string{{"Impact (C1)", "Ready (C2)"}, {"C1 (Impact)", "C2 (Ready)"}, {"C1 Impact", "C2 Ready"}, {"C1 — Impact", "C2 — Ready"}, {"С1", "С2"}, {"C1*", "C2 *"}, {"C1 (0–10)", "C2 (0–10)"}, {"«Impact»", "Ready."}} {
			all = append(all, ruleFile{rule: "codes and names", name: fmt.Sprint(kind, " headers ", headers), files: scoredStudy().with("Scores!C1", headers[0], "Scores!D1", headers[1]).as(t, kind), want: figs{"T1/C1/E1": 8, "T1/C2/E1": 3}, must: true})
		}
		for _, headers := range [][2]string{{"Ready (C1)", "Impact (C2)"}, {"C1 (Ready)", "C2 (Impact)"}, {"C1 Ready", "C2 Impact"}} {
			all = append(all, ruleFile{rule: "codes and names", name: fmt.Sprint(kind, " headers ", headers), files: scoredStudy().with("Scores!C1", headers[0], "Scores!D1", headers[1]).as(t, kind), refuse: true, at: []string{"Scores!C1 "}})
		}
		beside := measuredStudy()
		beside[3].rows = [][]any{{"ID", "Technology", "C1", "C2", "C3"}, {"T1", "Alpha", 7, 1, 2}, {"T2", "Beta", 5, 2, 3}, {"T3", "Gamma", 9, 3, 1}}
		all = append(all, ruleFile{rule: "codes and names", name: kind + " names beside codes", files: beside.as(t, kind), want: figs{"T1/C1": 7}, must: true},
			ruleFile{rule: "codes and names", name: kind + " other names beside codes", files: beside.with("Evidence!B2", "Beta").as(t, kind), refuse: true, at: []string{"Evidence!B2 "}})
	}
	return all
}

// senseRule: how people write which end of a scale is better. Oracle: the sense, by the weight's sign in no file but by what would contradict it: a refusal.
func senseRule(t *testing.T) (all []ruleFile) {
	for _, kind := range kindsOfFiles {
		for _, typed := range []string{"↑", "⬆", "▲", "max", "→max", "max ↑", "Benefit (↑)", "↑ больше — лучше", "чем больше, тем лучше", "higher is better", "the more the better", "+", "+1", "maximization", "вверх", "стимулятор", "плюс",
			"↓", "⬇️", "▼", "min", "→ min", "Cost (↓)", "↓ меньше лучше", "чем меньше, тем лучше", "lower is better", "−", "–", "-1", "minimisation", "вниз", "дестимулятор", "минус"} {
			all = append(all, ruleFile{rule: "senses", name: kind + " " + typed, files: measuredStudy().with("Criteria!C2", typed).as(t, kind), want: figs{"criteria": 3}, must: true})
		}
		for _, typed := range []string{"↓ больше лучше", "max (↓)", "benefit/cost", "да", "?", "good"} {
			all = append(all, ruleFile{rule: "senses", name: kind + " " + typed, files: measuredStudy().with("Criteria!C2", typed).as(t, kind), refuse: true, at: []string{"Criteria!C2 "}})
		}
	}
	return all
}

// missingRule: how people write that there is no figure. Oracle: none, and no refusal.
func missingRule(t *testing.T) (all []ruleFile) {
	for _, kind := range kindsOfFiles {
		for _, typed := range []string{"n/a", "N/A", "n.a.", "н.д.", "н. д.", "н/д", "нет данных", "Нет данных", "no data", "—", "–", "-", "--", "…", "...", "?", "не знаю", "неизвестно", "unknown", "не применимо", "not applicable", "нет информации", "затрудняюсь ответить", "#Н/Д", "\u00a0"} {
			all = append(all, ruleFile{rule: "missing", name: kind + " score " + typed, files: scoredStudy().with("Scores!C2", typed).as(t, kind), want: figs{"T1/C1/E1": math.NaN(), "T1/C2/E1": 3}, must: true},
				ruleFile{rule: "missing", name: kind + " evidence " + typed, files: measuredStudy().with("Evidence!B2", typed).as(t, kind), want: figs{"T1/C1": math.NaN(), "T1/C2": 30}, must: true},
				ruleFile{rule: "missing", name: kind + " cost " + typed, files: measuredStudy().with("Technologies!C2", typed).as(t, kind), want: figs{"T1$": math.NaN(), "T2$": 20}, must: true})
		}
		for _, typed := range []string{"0", "0,0", "нет", "none", "x"} {
			want := 0.0
			if typed > "1" {
				want = math.NaN()
			}
			all = append(all, ruleFile{rule: "missing", name: kind + " " + typed, files: measuredStudy().with("Technologies!C2", typed).as(t, kind), want: figs{"T1$": want}, at: []string{"Technologies!C2 "}})
		}
	}
	return all
}

// remarkRule: what stands beside a number and does not change it. Oracle: the number, said; what may change it is refused.
func remarkRule(t *testing.T) (all []ruleFile) {
	for _, kind := range kindsOfFiles {
		for _, typed := range []string{"7*", "7 *", "7**", "7†", "7 баллов", "7 points", "7 б.", "7 - высокая", "7 (семь)", "7: high", "7 – good"} {
			all = append(all, ruleFile{rule: "remarks and units", name: kind + " " + typed, files: scoredStudy().with("Scores!C2", typed).as(t, kind), want: figs{"T1/C1/E1": 7}, must: true, said: "W-NUMBER-REMARK"})
		}
		for _, typed := range []string{"7 (low)", "7 - 8", "7 тыс.", "7 млн", "7 (млн)", "7 и более", "7 (8)", "7 - 2 = 5", "(7)", "7-", "7 из", "от 7", "7 (Beta)"} {
			b := append(scoredStudy().with("Scores!C2", typed), sheetRows{"Scale", [][]any{{"Term", "Value"}, {"low", 1}, {"high", 9}}})
			all = append(all, ruleFile{rule: "remarks and units", name: kind + " " + typed, files: b.as(t, kind), refuse: true, at: []string{"Scores!C2 "}})
		}
		for _, units := range [][3]string{{"30 kg", "10 kg", "50 kg"}, {"$30", "$10", "$50"}, {"30 ₽", "10 ₽", "50 ₽"}, {"30 лет", "10 лет", "50 лет"}, {"30 °C", "10 °C", "50 °C"}} {
			all = append(all, ruleFile{rule: "remarks and units", name: fmt.Sprint(kind, units), files: measuredStudy().with("Evidence!C2", units[0], "Evidence!C3", units[1], "Evidence!C4", units[2]).as(t, kind), want: figs{"T1/C2": 30, "T2/C2": 10, "T3/C2": 50}, must: true, said: "W-NUMBER-REMARK"})
		}
		for _, units := range [][3]string{{"30 kg", "10 g", "50 kg"}, {"$30", "€10", "$50"}, {"30 kg", "10", "50"}, {"30 млн", "10 млн", "50 тыс."}, {"30 мес", "2 года", "50 мес"}} {
			all = append(all, ruleFile{rule: "remarks and units", name: fmt.Sprint(kind, units), files: measuredStudy().with("Evidence!C2", units[0], "Evidence!C3", units[1], "Evidence!C4", units[2]).as(t, kind), refuse: true, at: []string{"Evidence!C2 ", "Evidence!C3 "}})
		}
	}
	return all
}
