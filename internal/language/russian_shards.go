package language

// russianShards is what is said of counts cut into pieces.
var russianShards = []pair{
	{"it was counted by another build of the program (%s) than this one (%s)", "он посчитан другой сборкой программы (%s), а не этой (%s)"},
	{"it is of another study, other weights, another method or other draws", "он от другого исследования, других весов, другого метода или других испытаний"},
	{"it was drawn with the seed %d, not %d", "в нём начальное число датчика %d, а не %d"},
	{"it is of a run of %d draws, not %d", "он от расчёта с числом испытаний %d, а не %d"},
	{"it is one of %d shards, not of %d", "в его расчёте частей %d, а не %d"},
	{"it is no shard of this run: the file is damaged", "это не часть этого расчёта: файл повреждён"},
	{"shard %d is there twice", "часть %d встречается дважды"},
	{"%d of %d shards are missing: %s", "не хватает частей: %d из %d (%s)"},
	{"name the shard with --index and --of, or the tallies to add up with --merge", "укажите часть в --index и --of или файлы с итогами частей в --merge"},
	{"--index goes from 0 to %d, one below --of; it is %d", "--index считается от 0 до %d, на единицу меньше --of, а указано %d"},
	{"name the file for the tally with -o", "назовите в -o файл для итога части"},
	{"%s is no tally of a shard: %v", "%s – не итог части расчёта: %v"},
	{"%s cannot be added: %s", "%s нельзя прибавить: %s"},
	{"shard %d of %d: draws %d to %d are counted", "часть %d из %d: испытания с %d по %d посчитаны"},

	{"Be a worker: make draws that others have filed in a database", "Работать: проводить испытания, заказанные через базу данных"},
	{"A count too long for one machine is filed in PostgreSQL by veche robust --db; workers of the same build, on as many machines as wanted, make its draws.\n" +
		"Beside a live panel's server (veche serve --db) on the same database they make its reports, minutes, workbooks and how firm its ranking is, so that the server is free for who answers.\n" +
		"A worker ends after the shard it is at (Ctrl+C or SIGTERM). One that is killed costs time and changes no figure. See docs/scale.md.", "Расчёт, слишком долгий для одного компьютера, заказывают в PostgreSQL командой veche robust --db; испытания проводят работники той же сборки на любом числе машин.\n" +
		"Рядом с сервером живой группы (veche serve --db) при той же базе они готовят её отчёты, протоколы, книги и оценку устойчивости рейтинга, чтобы сервер был свободен для тех, кто отвечает.\n" +
		"Работник завершается после части, которой занят (Ctrl+C или SIGTERM). Если его убить, потеряется время, но ни одна цифра не изменится. См. docs/scale.md."},
	{"the PostgreSQL database, as postgres://user@host/panels (or VECHE_DB)", "база PostgreSQL, например postgres://user@host/panels (или VECHE_DB)"},
	{"let workers at this PostgreSQL make the draws (veche work), as postgres://user@host/panels", "пусть испытания проводят работники при этой базе PostgreSQL (veche work), например postgres://user@host/panels"},
	{"ready for shards of the build %s", "готов считать части для сборки %s"},
	{"%s, shard %d of %d: %v", "%s, часть %d из %d: %v"},
	{"%s, shard %d of %d: draws %d to %d are counted", "%s, часть %d из %d: испытания с %d по %d посчитаны"},
	{"mail server, as veche serve takes it: the worker takes turns with the servers at sending letters and watching the time of rounds", "почтовый сервер, как у veche serve: работник по очереди с серверами отправляет письма и следит за временем туров"},
	{"what people open, as https://panel.example; needed with --mail", "адрес, который открывают люди, например https://panel.example; нужен вместе с --mail"},
	{"--mail needs --url, the address people open, without a path, as https://panel.example: the links in letters are made of it; %q is none", "для --mail нужен --url – адрес, который открывают люди, без пути, например https://panel.example: из него делаются ссылки в письмах; %q не подходит"},
	{"%s of a live panel is made", "готово для живой группы: %s"},
	{"%s of a live panel was not made: the panel's server makes it itself", "не получилось для живой группы: %s; её сервер сделает это сам"},
	{"no worker of this build is at the database yet: start some with %s", "у базы пока нет работников этой сборки: запустите их командой %s"},
	{"the count is stopped; what is done is kept, and the same command goes on from there", "расчёт остановлен; посчитанное сохранено, и та же команда продолжит с этого места"},
	{"the count was cancelled", "расчёт отменён"},
	{"a worker could not count it: %s", "работник не смог посчитать: %s"},
	{"the tally of shard %d in the database cannot be added: %s", "итог части %d из базы нельзя прибавить: %s"},
	{"shard %d was begun %d times and never ended: its workers died", "часть %d начинали столько раз: %d, и ни разу не закончили: её работники погибли"},
	{"the study is read otherwise here than where the count was filed", "исследование читается здесь иначе, чем там, где расчёт заказали"},
}
