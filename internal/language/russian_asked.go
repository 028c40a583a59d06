package language

// russianAsked is what is said of what a command was asked for and cannot do.
var russianAsked = map[string]string{
	"a file could not be read":      "файл не удалось прочитать",
	"--set takes KEY=VALUE, not %q": "--set принимает КЛЮЧ=ЗНАЧЕНИЕ, а не %q",
	"--weights takes CODE=NUMBER pairs with commas between them and a decimal point, as C1=0.3,C2=0.7; %q is not one": "--weights принимает пары КОД=ЧИСЛО через запятую, с десятичной точкой, например C1=0.3,C2=0.7; %q – не такая пара",
	"--weights names %s twice": "--weights называет %s дважды",
	"there is no ranked technology %q; name one by its ID, or by its rank as \"#3\"": "среди ранжированных нет технологии %q; назовите её по ID или по месту, например \"#3\"",
	"%s is named twice": "%s названа дважды",
	"--bounds takes CODE=LEAST:MOST, as C1=0.1:0.3, not %q": "--bounds принимает КОД=НАИМЕНЬШИЙ:НАИБОЛЬШИЙ, например C1=0.1:0.3, а не %q",
	"--pair takes two technologies, as T01,T04, not %d":     "--pair принимает две технологии, например T01,T04 (названо: %d)",
	"--pair: there is no ranked technology %q":              "--pair: среди ранжированных нет технологии %q",
	"--pair names %s twice":                                 "--pair называет %s дважды",
	"it was made by a newer version":                        "она сделана более новой версией",
	"there is no form in %q; there are en and ru":           "анкеты на языке %q нет; есть en и ru",
	"%s has %d MB; workbooks of up to %d MB are read":       "%s занимает %d МБ; читаются книги до %d МБ",
	"%s is a folder, not a workbook":                        "%s – папка, а не книга",
	"the judgement of %s and %s at %s is an answer of a survey, which is left as it is; copy the judgements to a sheet Pairwise to change them": "суждение о %s и %s (%s) – ответ опроса, который не изменяется; чтобы изменить суждения, скопируйте их на лист «Парные сравнения»",
	"the matrix %s has no row for %s or %s":           "в матрице %s нет строки для %s или %s",
	"there is no template in %q; there are en and ru": "шаблона на языке %q нет; есть en и ru",
	"%q is not a pair score:value":                    "%q – не пара «балл:значение»",
	"the scores must increase, but %g comes after %g": "баллы должны возрастать, но %g стоит после %g",
	"at least two points are needed":                  "нужны хотя бы две точки",
	"there are a thousand journals %s already in %s":  "в папке %[2]s уже тысяча журналов %[1]s",
	"there are a thousand files %s-N%s already":       "файлов %s-N%s уже тысяча",
	"line %d: this is no copy of panels":              "строка %d: это не копия панелей",
}
