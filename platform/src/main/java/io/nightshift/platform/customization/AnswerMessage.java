package io.nightshift.platform.customization;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;

/** A message that reads metadata; every user may. */
record AnswerMessage(String name, Answer answer) implements Message {

    /** What it reads. */
    @FunctionalInterface
    interface Answer {
        OrganizationResponse of(OrganizationMetadata metadata, OrganizationRequest request);
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        return answer.of(context.organization().metadata(), request);
    }
}
