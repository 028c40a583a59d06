// Package zipxml reads the parts of a zip file as XML, for the readers of
// spreadsheets (packages xlsx and ods): strictly, streaming, and within bounds.
//
// [OpenArchive] reads the directory; [Archive.Read] hands a part to a function,
// which walks it by [Part.Document], [Part.Children], [Part.Child], [Part.Text] and
// [Part.Skip]. A part is read to its end, so that its checksum is verified, or
// there is a [*DamageError]: a short read never passes for a whole one.
//
// [Limits] bound what a file may cost. What is unpacked and the XML nodes read are
// counted over all parts, each once however often it is read; see
// [Part.Credit] for what is given back.
//
// Beware: an [Element] and [Part.Data] are valid until the next token only, and so
// are the slices in them.
package zipxml
