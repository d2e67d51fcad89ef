package io.nightshift.platform;

import io.nightshift.platform.operation.Callbacks;
import io.nightshift.platform.webhook.Webhooks;
import java.util.UUID;

/** Callbacks as webhooks that nobody has registered. */
record WebhookCallbacks(Webhooks webhooks) implements Callbacks {

    @Override
    public void requireAddress(String whose, String address) {
        Webhooks.requireAddress(whose, address);
    }

    @Override
    public int post(String name, String address, UUID operation, String json) throws InterruptedException {
        return webhooks.post(name, address, operation, json);
    }
}
