/**
 * The one query tree. {@code QueryExpression}, {@code QueryByAttribute} and FetchXML are read into it by {@code
 * QueryReader}; {@code SqlQueries} and {@code MemoryQueries} answer it, and their answers are the same.
 */
@NullMarked
package io.nightshift.platform.query;

import org.jspecify.annotations.NullMarked;
