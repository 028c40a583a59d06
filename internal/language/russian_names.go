package language

// russianNames is what the engine names: methods and settings, formulas, intermediate tables; and what a person does.
var russianNames = []pair{
	// methods and weightings

	// parameters and their values

	// formulas

	// intermediate tables

	// places in the tree, reasons

	// what to do

	// what a person does
	{"forget scenario %s", "забыть сценарий %s"}, {"keep scenario %s", "запомнить сценарий %s"}, {"go back to scenario %s", "вернуться к сценарию %s"},
	{"rank by %s", "метод: %s"}, {"weigh by %s", "взвешивание: %s"}, {"join scores by %s", "объединять оценки: %s"}, {"use round %s", "тур: %s"}, {"set %s to %s", "задать: %s = %s"},
	{"set the weight of %s to %.4g%%", "задать вес %s: %.4g%%"}, {"set the weights %s", "задать веса %s"}, {"lock %s", "закрепить %s"}, {"unlock %s", "открепить %s"},
	{"exclude expert %s", "исключить эксперта %s"}, {"include expert %s", "вернуть эксперта %s"}, {"exclude %s", "исключить %s"}, {"include %s", "вернуть %s"},
	{"let the other weights follow by rule %s", "остальные веса следуют правилу: %s"}, {"unpin %s", "открепить %s"}, {"pin %s in", "включить %s непременно"}, {"pin %s out", "не включать %s"},
	{"add the rule %s %s", "добавить правило %s %s"}, {"remove rule %d", "убрать правило %d"}, {"set the synergy of %s and %s to %g", "синергия %s и %s: %g"},
	{"accept the %d strongest suggested synergies, %g for the same partners", "принять сильнейшие из предложенных синергий (%d); при тех же партнёрах – %g"},
	{"accept the suggested synergies, %g for the same partners", "принять предложенные синергии; при тех же партнёрах – %g"},
	{"%s judges %s to be %s times %s", "%[1]s: %[2]s против %[4]s – %[3]s"}, {"%s does not judge %s against %s", "%s не сравнивает %s и %s"},
	{"the lead of %s is below 1/(m − 1) = %.4g (C1): these are less than that behind", "отрыв %s меньше 1/(m − 1) = %.4g (C1): эти отстают меньше чем на столько"},
	{"%s leads by Q but neither by S nor by R (C2)", "%s первая по Q, но не по S и не по R (C2)"}, {"%s leads clearly (C1) and steadily (C2)", "%s впереди явно (C1) и устойчиво (C2)"},
	{"1: the row outranks the column, c ≥ %g and d ≤ %g", "1: строка превосходит столбец, c ≥ %g и d ≤ %g"},
	{"none in the kernel outranks another, and each outside is outranked by one in it; %s outrank one another in a circuit and count as one", "в ядре никто не превосходит другого, а каждого вне ядра превосходит кто-то из ядра; %s превосходят друг друга по кругу и считаются за одно"},
}
