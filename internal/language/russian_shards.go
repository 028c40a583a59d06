package language

// russianShards is what is said of counts cut into pieces.
var russianShards = map[string]string{
	"it was counted by another build of the program (%s) than this one (%s)":      "он посчитан другой сборкой программы (%s), а не этой (%s)",
	"it is of another study, other weights, another method or other draws":        "он от другого исследования, других весов, другого метода или других испытаний",
	"it was drawn with the seed %d, not %d":                                       "в нём начальное число датчика %d, а не %d",
	"it is of a run of %d draws, not %d":                                          "он от расчёта с числом испытаний %d, а не %d",
	"it is one of %d shards, not of %d":                                           "в его расчёте частей %d, а не %d",
	"it is no shard of this run: the file is damaged":                             "это не часть этого расчёта: файл повреждён",
	"shard %d is there twice":                                                     "часть %d встречается дважды",
	"%d of %d shards are missing: %s":                                             "не хватает частей: %d из %d (%s)",
	"name the shard with --index and --of, or the tallies to add up with --merge": "укажите часть в --index и --of или файлы с итогами частей в --merge",
	"--index goes from 0 to %d, one below --of; it is %d":                         "--index считается от 0 до %d, на единицу меньше --of, а указано %d",
	"name the file for the tally with -o":                                         "назовите в -o файл для итога части",
	"%s is no tally of a shard: %v":                                               "%s – не итог части расчёта: %v",
	"%s cannot be added: %s":                                                      "%s нельзя прибавить: %s",
	"shard %d of %d: draws %d to %d are counted":                                  "часть %d из %d: испытания с %d по %d посчитаны",
}
