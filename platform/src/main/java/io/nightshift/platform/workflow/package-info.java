/**
 * Workflows: definitions that are activated, instances that are operations of the type Workflow, and what they wait for.
 *
 * <p>An instance's state is the checkpoint of its operation: the position in the document and the variables. Each turn of
 * {@link io.nightshift.platform.workflow.WorkflowHandler} is one transaction that does at most one step with an effect and
 * saves where the instance then stands, so that a crash at any statement repeats nothing and loses nothing. What calls out
 * of the database (an HTTP call, an activity in Java) runs between two turns, at least once.
 */
@NullMarked
package io.nightshift.platform.workflow;

import org.jspecify.annotations.NullMarked;
