package language

// russianSignOn is what is said of accounts, passkeys and mail.
var russianSignOn = map[string]string{
	"this cannot be used to sign in":                      "этим нельзя войти",
	"there are %d of these already: remove one first":     "их уже %d: сначала удалите один",
	"this is known already":                               "это уже зарегистрировано",
	"this link is bound to an account: sign in with that": "эта ссылка привязана к учётной записи: войдите с её помощью",
}
