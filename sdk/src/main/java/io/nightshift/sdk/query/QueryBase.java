package io.nightshift.sdk.query;

/** A question that RetrieveMultiple answers. All kinds become one query tree, so that each answers as the others do. */
public sealed interface QueryBase permits QueryExpression, QueryByAttribute, FetchExpression {}
