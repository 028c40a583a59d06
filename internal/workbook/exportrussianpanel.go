package workbook

import "maps"

func init() { maps.Copy(russian, russianPanel) }

// russianPanel are the texts about the panel, by their English.
var russianPanel = map[string]string{
	"Figure": "Показатель", "Its value": "Значение", "What it is": "Что это", "experts: %d": "экспертов: %d", "too few experts judged the same technologies": "слишком мало экспертов оценили одни и те же технологии",
	"experts: %d, technologies: %d, with complete orders": "экспертов: %d, технологий: %d, с полным порядком",
	"Consensus S*": "Консенсус S*", "how alike the shares are, by entropy (%s)": "сходство долей, по энтропии (%s)",
	"Kendall's W": "W Кендалла", "how alike the orders are: 1 the same, 0 unrelated": "сходство порядков: 1 – одинаковы, 0 – не связаны",
	"Mean tau-b": "Средний τ-b", "over pairs of experts, on what both judged: %d pairs": "по парам экспертов, на том, что оценили оба; пар: %d", "over all pairs of experts": "по всем парам экспертов",
	"Krippendorff's alpha": "α Криппендорфа",
	"how alike the scores are: 1 the same, 0 as by chance; questions with two answers or more: %d": "сходство оценок: 1 – одинаковы, 0 – как случайные; вопросов с двумя и более ответами: %d",
	"Between blocs": "Между блоками", "the share of the disagreement that lies between blocs and not inside them": "доля разногласий, лежащая между блоками, а не внутри них",
	"Inside the blocs": "Внутри блоков", "S*": "S*", "W": "W", "S* without it": "S* без него", "W without it": "W без него", "First without it": "Без него первая",
	"The most contested technologies: %d of %d": "Самые спорные технологии: %d из %d",
	"Places in the experts' own orders, made of their own answers under these weights and stretched to all technologies where an expert judged only some; the widest spread first.": "Места в порядках самих экспертов – по их собственным ответам при этих весах; если эксперт оценил не все технологии, места растянуты на все. Сначала самый широкий разброс.",
	"From": "От", "To": "До", "Spread": "Разброс", "If missing were worst–best": "Если пропуски худшие–лучшие",
	"Other ways to join the experts": "Другие способы объединить экспертов",
	"All together or by blocs, with competence and without, judgements joined or priorities: the same answers, joined otherwise. τ-b is with the ranking of this workbook.": "Все вместе или по блокам, с учётом компетентности и без, объединяя суждения или приоритеты: те же ответы, объединённые иначе. τ-b – с рейтингом этой книги.",
	"Levels": "Уровни", "Competence": "Компетентность", "Judgements": "Суждения", "τ-b": "τ-b", "First places": "Первые места",
	"flat": "все вместе", "blocs": "по блокам", "off": "не учтена", "given": "заданная", "self": "самооценка", "argumentation": "K = (Kз + Kа)/2",
	"From round to round": "От тура к туру", "Rounds": "Туры", "Pairs": "Пар", "Asked again": "Повторно", "Rho": "ρ", "Unchanged": "Без изменений", "Range of half": "Межквартильный размах", "Alpha": "α",
	"Weights %s": "Веса %s",
	"CR says how consistent an expert is with themselves (up to 0.10), GCCI how near to the panel (up to %s). The last column names the fewest judgements to talk over. It is advice: nothing was changed.": "ОС – насколько эксперт согласован с собой (до 0,10), GCCI – насколько близок к группе (до %s). В столбце «Обсудить» названо наименьшее число суждений, которые стоит обсудить. Это совет: ничего не изменено.",
	"Whose": "Чьи", "To talk over": "Обсудить", "Panel": "Группа", "Conflicts": "Конфликтов", "S* without": "S* без него", "W without": "W без него", "Camp": "Лагерь", "Missing": "Без ответа",
	"The experts' competence is given and does not count: every expert of a bloc has one vote.":                 "Компетентность экспертов задана и не учитывается: у каждого эксперта блока один голос.",
	"The seal is not that of the sealed weights written beside it: one of them was edited.":                     "Печать не соответствует записанным рядом опечатанным весам: что-то из них изменено.",
	"Compare the seal with the one in the minutes; veche lock seals the weights anew.":                          "Сравните печать с записанной в протоколе; veche lock опечатает веса заново.",
	"Go back to the sealed weights, or say in the minutes why they changed; veche lock seals the weights anew.": "Вернитесь к опечатанным весам или запишите в протоколе, почему они изменены; veche lock опечатает веса заново.",
	"Seal of the weights": "Печать весов",
	"τ-b compares the expert's own order with the panel's; S* and W are the panel's without the expert. Camps are experts of like order, whatever their bloc.": "τ-b сравнивает порядок эксперта с порядком группы; S* и W – показатели группы без эксперта. Лагеря – эксперты со схожими порядками, к какому бы блоку они ни относились.",
}
