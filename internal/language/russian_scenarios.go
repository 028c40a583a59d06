package language

// russianScenarios is what is said of states kept by name, in workbooks and of their sheet.
var russianScenarios = []pair{
	{"Scenarios", "Сценарии"},
	{"Scenarios side by side", "Сценарии рядом"},
	{"As it is now", "Как сейчас"},
	{"Technologies left out", "Исключённые технологии"},
	{"Experts left out", "Исключённые эксперты"},
	{"The scenario %s has no ranking: %s", "Сценарий %s не даёт рейтинга: %s"},
	{"First in all of them: %s.", "Первое место во всех: %s."},
	{"No technology comes first in all of them.", "Ни одна технология не занимает первое место во всех."},

	{"Enter the weight, or remove the row.", "Введите вес или удалите строку."},
	{"The weight of %s is blank.", "Вес критерия %s не указан."},
	{"The weight of %s stands twice in the scenario %s.", "Вес критерия %s указан в сценарии %s дважды."},
	{"Write proportional or equal.", "Напишите proportional или equal."},
	{"The other weights cannot follow in the way %q.", "Остальные веса не могут следовать по правилу %q."},
	{"Name the criteria below it.", "Назовите критерии под ним."},
	{"%s has criteria below it: its weight is theirs.", "У критерия %s есть подкритерии: его вес складывается из их весов."},
	{"Remove the row; it belongs on the sheet Study.", "Удалите строку: этому место на листе Исследование."},
	{"A scenario has no %s of its own.", "У сценария нет собственного параметра %s."},
	{"Correct the weights of the scenario.", "Исправьте веса сценария."},
	{"The weights of the scenario %s cannot be used: %s", "Веса сценария %s использовать нельзя: %s"},
}
