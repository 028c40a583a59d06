package workbook

var russian = map[string]string{}
var russianSentences [][2]string
