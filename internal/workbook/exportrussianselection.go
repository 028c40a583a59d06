package workbook

// The Selection sheet's texts; what package study says of a selection it says in Russian itself.
func init() {
	for text, words := range map[string]string{
		"Selection": "Выбор", "What to choose": "Что выбрать", "Chosen": "Выбрана", "Cost": "Стоимость", "Value per cost": "Ценность на единицу", "Pin": "Фиксация", "By rank": "По рейтингу",
		"Core index": "Индекс ядра", "Verdict": "Вывод", "core": "ядро", "borderline": "на грани", "out": "вне", "pinned in": "включена", "pinned out": "исключена",
		"Budget": "Бюджет", "Spent": "Потрачено", "none": "нет", "within the budget": "в пределах бюджета", "over the budget": "больше бюджета",
		"Synergies": "Синергия", "Synergy": "Синергия", "In the set": "В наборе", "Set": "Набор", "A": "А", "B": "Б", "Rules": "Правила", "met": "выполнено", "broken": "нарушено",
		"Beside the best set": "Рядом с лучшим набором", "Without synergies": "Без синергии", "Value against budget": "Ценность и бюджет",
		"A 1 is chosen, a 0 is not: change them to try another set. Sums and rules follow; values are those of the ranking as exported and do not follow edited weights.": "1 – выбрана, 0 – нет: измените их, чтобы испытать другой набор. Суммы и правила пересчитаются; ценности взяты из рейтинга при записи и за правкой весов не следуют.",
	} {
		if was, twice := russian[text]; twice && was != words {
			panic("workbook: two Russian words for " + text)
		}
		russian[text] = words
	}
}
