package workbook

// synonyms are the words for a setting's values in Russian, folded, beside their own names.
type synonyms map[string]string

func (s synonyms) name(typed string) string {
	if name, ok := s[fold(typed)]; ok {
		return name
	}
	return alias(typed)
}
