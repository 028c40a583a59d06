package language

// russianMeant is the Russian of what the readers say of names, marks and tables that leave a doubt, by its English.
var russianMeant = map[string]string{
	"Nothing needs doing if that is meant; a number typed without a mark between thousands is surer.":                                      "Делать ничего не нужно, если это и имелось в виду; надёжнее число без знака между тысячами.",
	"%q was read as %s, as the other numbers of the file, or the ends of the scale, say.":                                                  "%q прочитано как %s: так пишутся другие числа файла или требуют границы шкалы.",
	"Put its rows below those of the first table, in the same columns, or move it to a sheet of its own.":                                  "Поместите её строки под строками первой таблицы, в те же столбцы, или перенесите её на отдельный лист.",
	"A second table begins in row %d: a sheet is read as one.":                                                                             "В строке %d начинается вторая таблица; лист читается как одна таблица.",
	"Nothing needs doing if the rows below it are of the same table.":                                                                      "Делать ничего не нужно, если строки под ней относятся к той же таблице.",
	"Row %d repeats the header and was passed over; the rows below it are read.":                                                           "Строка %d повторяет заголовок и пропущена; строки под ней читаются.",
	"Unmerge them and enter the figure in each cell that it is meant for.":                                                                 "Разъедините ячейки и введите число в каждую, для которой оно предназначено.",
	"%s is merged over %s and counts for %s only.":                                                                                         "Число %s стоит в объединённых ячейках %s и учитывается только в %s.",
	"Write the column names %s in one line, with commas, semicolons or tabs between them.":                                                 "Напишите названия столбцов %s в одной строке через запятую, точку с запятой или табуляцию.",
	"No header was found in the first %d lines; the fields were taken to be separated by %s.":                                              "В первых %d строках нет заголовка; разделителем полей сочтены %s.",
	"The text is not UTF-8, and which encoding it has cannot be told; the first character that leaves a doubt is on line %d (byte %#02x).": "Текст не в UTF-8, и определить его кодировку нельзя; первый сомнительный символ – в строке %d (байт %#02x).",
	"Type both in one alphabet, and give each its own code.":                                                                               "Наберите оба в одном алфавите и дайте каждому свой код.",
	"%q looks like %q in row %d and has other letters in it: Latin and Cyrillic ones that look alike.":                                     "%q выглядит как %q в строке %d, но содержит другие буквы: латинские и кириллические буквы похожи.",
	"Format the cells as text and type the code again, wherever it stands.":                                                                "Задайте ячейкам текстовый формат и введите код заново везде, где он стоит.",
	"The code %q is a date: a spreadsheet makes dates of entries such as 1.1 or 1-2.":                                                      "Код %q – дата: табличный редактор делает даты из записей вроде 1.1 или 1-2.",
	"Type the name again, or save the file it came from as “CSV UTF-8”.":                                                                   "Введите название заново или сохраните исходный файл как «CSV UTF-8».",
	"In %q letters were lost or became others: the text was once read in a wrong encoding.":                                                "В %q буквы утрачены или заменены другими: текст когда-то прочитали в неверной кодировке.",
	"The criteria %q and %q count as two.":                                                                                                 "Критерии %q и %q считаются двумя.",
	"The technologies %q and %q count as two.":                                                                                             "Технологии %q и %q считаются двумя.",
}
