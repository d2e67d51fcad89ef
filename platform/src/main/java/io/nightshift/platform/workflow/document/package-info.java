/**
 * Documents of workflows: text, what it says, and what is wrong with it, line by line. A document is a subset of the
 * Serverless Workflow DSL 1.0. Nothing here knows of a database; nothing a document says reaches a file or a class.
 */
@NullMarked
package io.nightshift.platform.workflow.document;

import org.jspecify.annotations.NullMarked;
