package language

// russianLive is what a live panel says.
var russianLive = map[string]string{
	// links, devices, rights
	"this link does not open anything: it may have expired, or been replaced by a newer one; ask the secretary for a new link": "эта ссылка ничего не открывает: возможно, её срок истёк или её заменили новой; попросите секретаря прислать новую ссылку",
	"this device is signed out; open your link again":                                                                          "на этом устройстве вы вышли; откройте свою ссылку снова",
	"this is not the PIN that the link was opened with first":                                                                  "это не тот ПИН-код, с которым ссылку открыли впервые",
	"choose a PIN of at least 4 characters that are not all the same":                                                          "выберите ПИН-код не короче 4 знаков, не из одного и того же знака",
	"the PIN was wrong too often; wait for a quarter of an hour":                                                               "ПИН-код слишком часто был неверным; подождите четверть часа",
	"the link is open on 3 devices already; sign out on one of them first":                                                     "ссылка уже открыта на 3 устройствах; сначала выйдите на одном из них",
	"this is not open to you now":                                                                                              "сейчас это вам недоступно",
	"somebody else changed the panel at the same moment; nothing of yours was done: look at it as it is now and try again":     "в тот же момент панель изменил кто-то другой; ваше действие не выполнено: посмотрите, что изменилось, и повторите",

	// ballots
	"the round is closed: this answer does not count": "тур закрыт: этот ответ не учитывается",
	"%d answer was changed on another of your devices: look at both and save again|%d answers were changed on another of your devices: look at both and save again": "на другом вашем устройстве изменён %d ответ: сравните оба и сохраните снова|на другом вашем устройстве изменены %d ответа: сравните и сохраните снова|на другом вашем устройстве изменено %d ответов: сравните и сохраните снова",
	"the save's ID has more than %d characters":                                        "в номере сохранения больше %d знаков",
	"the panel is not asked about %s":                                                  "панель не спрашивают о %s",
	"an answer is given, blank or “don't know”":                                        "ответ дан, пуст или «не знаю»",
	"%s: this is no number":                                                            "%s: это не число",
	"%s: a judgement is 1 (equally) to 9 (extremely), or 1/2 to 1/9 for the other one": "%s: сравнение — от 1 (одинаково) до 9 (несравнимо важнее) или от 1/2 до 1/9 в пользу второго",
	"%s: there is no term %q":                                                          "%s: нет оценки %q",
	"there is no term %q":                                                              "нет оценки %q",
	"%s: %v is outside of the scale":                                                   "%s: %v вне шкалы",
	"there is no technology %q":                                                        "нет технологии %q",
	"there is no criterion %q":                                                         "нет критерия %q",
	"a note is a comment, an argument or a reply":                                      "заметка — это пояснение, довод или ответ на довод",
	"a note has at most %d characters":                                                 "в заметке не больше %d знаков",
	"a ballot was given through an earlier link; it counts until this one is answered, and both stand in the record": "по прежней ссылке уже есть бюллетень; он учитывается, пока не заполнен этот, и в протоколе останутся оба",
	"a ballot given through an earlier link was replaced by this one; both stand in the record":                      "бюллетень, заполненный по прежней ссылке, заменён этим; в протоколе стоят оба",

	// making a panel, people
	"a panel is open or closed, not %q":                 "панель бывает открытой или закрытой, а не %q",
	"a panel answers in rounds or in real time, not %q": "панель отвечает по турам или в реальном времени, а не %q",
	"a closed panel cannot count the experts' competence: their weights would tell who they are; set competence to off, or make the panel open": "закрытая панель не может учитывать компетентность: по весам экспертов можно узнать, кто они; отключите компетентность или сделайте панель открытой",
	"the study asks its experts nothing: all criteria have evidence, and its weighting is not made of judgements":                               "экспертов не о чем спрашивать: по всем критериям есть данные, а веса не выводятся из сравнений",
	"a person needs an ID of at most 80 characters":               "участнику нужен код не длиннее 80 знаков",
	"%s needs a role: observer, expert, secretary or chair":       "%s: нужна роль — наблюдатель, эксперт, секретарь или председатель",
	"%s cannot have two roles: only a chair may be an expert too": "%s: двух ролей быть не может; только председатель может быть и экспертом",
	"there are two people with the ID %s":                         "код %s есть у двух участников",
	"the workbook has answers of no round, which would count in every round: give them one in the column Round, or begin without them": "в книге есть ответы без тура, которые считались бы в каждом туре: укажите тур в столбце «Тур» или начните без них",
	"%s no longer takes part":               "%s больше не участвует",
	"%s is no expert":                       "%s — не эксперт",
	"the panel needs its chair":             "панели нужен председатель",
	"the panel has no experts: invite some": "в панели нет экспертов: пригласите их",
	"say why: it stands in the record":      "укажите причину: она войдёт в протокол",
	"the panel's key is damaged":            "ключ панели повреждён",

	// rounds and the common screen
	"nominations come before the first round":             "технологии предлагают до первого тура",
	"name the technology in at most %d characters":        "назовите технологию, не больше %d знаков",
	"round 0 is not open":                                 "тур 0 не открыт",
	"a round is open, or the panel is finished":           "тур уже открыт или работа панели завершена",
	"the round would end before it begins":                "тур закончился бы раньше, чем начался",
	"no round is open":                                    "ни один тур не открыт",
	"this time is over already":                           "это время уже прошло",
	"there is no closed round to open again":              "нет закрытого тура, который можно открыть снова",
	"close the round first":                               "сначала закройте тур",
	"there is nothing to propose called %q":               "предложения %q не бывает",
	"the screen is led by the chair, or by the secretary": "общий экран ведёт председатель или секретарь",
	"this is not done to the common weights":              "с общими весами так не поступают",
	"the box has a ballot of %s, who is not in the study": "в урне есть бюллетень участника %s, которого нет в исследовании",
}
