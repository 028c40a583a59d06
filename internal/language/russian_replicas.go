package language

// russianReplicas is what is said where several servers share a database, and of the explorer over SSH.
var russianReplicas = []pair{
	{"The time set for the round is over. Answers are still taken: close the round, or give it more time.", "Назначенное время тура истекло. Ответы ещё принимаются: закройте тур или продлите его."},

	{"the explorer would show means of fewer than five answers: use the pages of the panel", "проводник показал бы средние менее чем по пяти ответам: пользуйтесь страницами группы"},
	{"the explorer cannot show this panel without its members' answers: use the pages of the panel", "проводник не может показать эту группу без ответов её участников: пользуйтесь страницами группы"},
	{"this is no public key: paste the one line of the file id_ed25519.pub or id_rsa.pub", "это не открытый ключ: вставьте единственную строку файла id_ed25519.pub или id_rsa.pub"},
	{"this is a private key, which nobody else should ever see: paste the public one, of the file that ends in .pub", "это закрытый ключ, который никто другой не должен видеть: вставьте открытый, из файла с окончанием .pub"},
	{"this kind of key is too weak or not known here: make one by ssh-keygen -t ed25519", "ключ этого вида слишком слаб или здесь неизвестен: создайте новый командой ssh-keygen -t ed25519"},
	{"There are no figures for you to see yet: they come when a round is closed.", "Показателей для вас пока нет: они появятся, когда тур будет закрыт."},
	{"The panel's figures have changed: connect again to see them.", "Показатели группы изменились: подключитесь снова, чтобы увидеть их."},
	{"common weights of the panel", "общие веса группы"},
	{"Keys for SSH", "Ключи SSH"},
	{"The explorer in a terminal", "Проводник в терминале"},
	{"This server has no explorer over SSH.", "На этом сервере проводника по SSH нет."},
	{"With a key of yours the explorer opens in a terminal, on the panel's figures, once a round is closed:", "По вашему ключу в терминале открывается проводник с показателями группы, как только тур закрыт:"},
	{"At the first connection ssh shows the fingerprint of the server's key. It must be this one:", "При первом подключении ssh показывает отпечаток ключа сервера. Он должен быть таким:"},
	{"Public key: the one line of id_ed25519.pub", "Открытый ключ: единственная строка файла id_ed25519.pub"},
	{"Register the key", "Зарегистрировать ключ"},
	{"Register a key", "Регистрация ключа"},
	{"Your keys", "Ваши ключи"},
	{"The key is registered.", "Ключ зарегистрирован."},
	{"--ssh takes an address and a port, as 127.0.0.1:2222 or :2222: %v", "--ssh принимает адрес и порт, например 127.0.0.1:2222 или :2222: %v"},
	{"The explorer over SSH is at %s; its key has the fingerprint %s. Keys are registered on the page “What is kept of you”.", "Проводник по SSH доступен по адресу %s; отпечаток его ключа — %s. Ключи регистрируются на странице «Что о вас хранится»."},
	{"address and port of the explorer over SSH, as 127.0.0.1:2222; no other way in is opened there", "адрес и порт проводника по SSH, например 127.0.0.1:2222; ничего другого там не открывается"},
}
