package workbook

import (
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// A text of a few words in an older encoding is read as what it is, or refused; never as another text.
func TestEncodings(t *testing.T) {
	russian := []string{"Лазер", "ЛАЗЕР", "лазер", "Робот, Геном", "РОБОТ", "Тепловые насосы", "технология", "Энергия", "ИИ", "Москва", "Ёлка", "Россия", "Иванов И.И.", "МГУ", "Ветер", "вес", "Водород", "Quantum (квантовые)", "Синтез белка", "«Лазер»", "№ 5 – Бур",
		"Объём", "Съёмка", "Технология;Стоимость\nЛазер;10\nРобот;20", "ID,Название\nT1,Солнце\nT2,Ветер\nT3,Вода", "Код;Критерий;Направленность;Вес\nC1;Влияние;выгода;0,5\nC2;Стоимость;затраты;0,5"}
	latin := []string{"Café", "Wärmepumpe", "Énergie", "naïve café", "Übung für Ärzte", "São Paulo", "Öl", "10 °C", "5 €", "façade", "Straße", "Größe"}
	long := []string{russian[len(russian)-1], russian[len(russian)-3], "Тепловые насосы и ветер", "Энергетика и транспорт"}
	for page, words := range map[*charmap.Charmap][]string{charmap.Windows1251: russian, charmap.CodePage866: russian, charmap.KOI8R: russian, charmap.MacintoshCyrillic: russian, charmap.ISO8859_5: russian, charmap.Windows1252: latin} {
		for _, w := range words {
			data, err := page.NewEncoder().String(w)
			if err != nil {
				continue // has no such letters
			}
			if page == charmap.MacintoshCyrillic && (w == "Ёлка") {
				continue // Элка in windows-1251
			}
			if got, name := guessEncoding([]byte(data)); name != "" && got != w {
				t.Errorf("%q in %v was read as %s: %q", w, page, name, got)
			}
		}
	}
	for _, page := range []*charmap.Charmap{charmap.Windows1251, charmap.CodePage866, charmap.KOI8R} {
		for _, w := range long {
			data, err := page.NewEncoder().String(w)
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := guessEncoding([]byte(data)); got != w {
				t.Errorf("%q in %v was not read: %q", w, page, got)
			}
		}
	}
}
