package language

// russianReplicas is what is said where several servers share a database, and of the explorer over SSH.
var russianReplicas = map[string]string{
	"The time set for the round is over. Answers are still taken: close the round, or give it more time.": "Назначенное время тура истекло. Ответы ещё принимаются: закройте тур или продлите его.",
}
