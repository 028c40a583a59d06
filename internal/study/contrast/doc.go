// Package contrast is why one technology stands above another. [Between] sets two rows of an outcome against each other, criterion by criterion; [Complete]
// adds what would change their order, which may take a while; [Words] says it in sentences.
package contrast
