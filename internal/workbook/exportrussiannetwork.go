package workbook

import "maps"

func init() { maps.Copy(russian, russianNetwork) }

// russianNetwork are the texts of the Network sheet.
var russianNetwork = map[string]string{
	"Network": "Сеть", "Who works with whom on what": "Кто, с кем и над чем работает",
	"From the sheet Links: %d projects, %d partners, %d pairs of partners with a common project, %s to %s. Values, worked out when this file was written. Blank: not known.": "По листу «Связи»: проектов %d, партнёров %d, пар партнёров с общим проектом %d, с %s по %s. Значения, посчитанные при записи файла. Пусто: неизвестно.",
	"%s is measured from Links: %s.":                                                "%s измерен по листу «Связи»: %s.",
	"%s is measured from Links: the mean of %s, each brought to 0–1.":               "%s измерен по листу «Связи»: среднее (%s), каждое приведено к 0–1.",
	"Common strategy: the rankings that %s give alone agree with Kendall's τ-b %s.": "Общая стратегия: рейтинги, которые дают порознь %s, согласны с τ-b Кендалла %s.",
	"Projects": "Проекты", "Partners": "Партнёры", "Ties": "Связи", "Density": "Плотность", "Multilateral": "Многосторонность", "Recurring": "Регулярность", "E–I index": "Индекс E–I", "Triple helix": "Тройная спираль",
	"Joint commitments": "Совместные обязательства", "T, bits": "T, бит", "Projects with blocs": "Проектов с блоками", "Commitments": "Обязательства",
	"Density: the share of all pairs of partners that have a common project. Multilateral: the share of projects with three partners or more. Recurring: the share of tied pairs that are active in two periods or more.":                                                                 "Плотность: доля пар партнёров, у которых есть общий проект. Многосторонность: доля проектов с тремя партнёрами и более. Регулярность: доля связанных пар, работающих в двух периодах и более.",
	"E–I index (Krackhardt & Stern 1988): from −1, ties only within blocs, to 1, only between them. Triple helix: the share of projects with partners of science, business and the state. Joint commitments: the share of the pledged amount in projects where two blocs or more pledge.": "Индекс E–I (Krackhardt, Stern 1988): от −1, связи лишь внутри блоков, до 1, лишь между ними. Тройная спираль: доля проектов с партнёрами от науки, бизнеса и государства. Совместные обязательства: доля обещанной суммы в проектах, где обязуются два блока и более.",
	"T is Leydesdorff's synergy of the three blocs over the projects whose blocs are all known; below 0 is synergy. It is to be read beside the others, never alone. The figures are never multiplied together.":                                                                          "T – синергия трёх блоков по Лейдесдорфу на проектах, где блоки всех партнёров известны; ниже 0 – синергия. Читать рядом с другими, не отдельно. Показатели никогда не перемножаются.",
	"Period": "Период", "From period to period": "От периода к периоду", "Kept": "Прежних", "New": "Новых", "Change": "Изменение", "from %s to %s": "с %s по %s",
	"Of one period, recurring is the share of its ties that were active before: kept ties of all its ties.": "Для одного периода регулярность – доля его связей, которые уже были: прежние из всех.",
	"Cluster": "Кластер", "Central partners": "Центральные партнёры", "Clusters of partners who work together": "Кластеры партнёров, работающих вместе", "Ties outside": "Связи наружу",
	"%d clusters by Louvain's method, modularity %s: the best of %d seeds (worst %s, %d to %d clusters). Stability %s: the mean adjusted Rand index between the parting taken and the others, 1 for the same ones, 0 for chance.": "Кластеров по методу Лувена %d, модулярность %s: лучшая из %d начал (худшая %s, кластеров от %d до %d). Устойчивость %s: средний скорректированный индекс Рэнда между взятым разбиением и остальными; 1 – те же, 0 – случайность.",
	"The clusters are loose: other seeds part the partners otherwise about as well. Take them as a hint, not as a border.":                                                                                                        "Кластеры рыхлы: другие начала делят партнёров иначе и почти так же хорошо. Это намёк, а не граница.",
	"The figures of a cluster are of its partners' links among themselves: a project whose other partners are outside counts with those inside.":                                                                                  "Показатели кластера – о связях его партнёров между собой: проект с партнёрами вне кластера учтён теми, кто внутри.",
	"projects: %s": "проекты: %s", "blocs: %s": "блоки: %s", "regions: %s": "регионы: %s",
	"Partner": "Партнёр", "Degree": "Степень", "Betweenness": "Посредничество",
	"The most central partners and their projects in each technology: %d of %d":                                                                                   "Самые центральные партнёры и их проекты по технологиям: %d из %d",
	"Degree: the partners it has a project with. Betweenness (Freeman 1977): the share of all pairs of others whose shortest way to each other leads through it.": "Степень: с кем есть общий проект. Посредничество (Freeman 1977): доля пар других, чей кратчайший путь друг к другу идёт через него.",
	"Betweenness is estimated from the ways of %d of %d partners.":                                                                                                "Посредничество оценено по путям %d из %d партнёров.",
	"Technologies that share partners: %d of %d pairs":                                                                                                            "Технологии с общими партнёрами: пар %d из %d", "A and B": "А и Б", "Shared partners": "Общих партнёров", "Cosine": "Косинус",
	"The cosine of the two technologies' partners, each counted by its projects. A synergy is a stated factor times it, which a person accepts or edits on the sheet Synergies.": "Косинус партнёров двух технологий, каждый с числом своих проектов. Синергия – заданный множитель на него; принимает или правит её человек на листе «Синергия».",
}
