/**
 * Tests of the query tree. {@code SameAnswersTest} asks random queries of tables and of memory and compares; what differs
 * is made smaller until it can be read.
 */
package io.nightshift.platform.query;
