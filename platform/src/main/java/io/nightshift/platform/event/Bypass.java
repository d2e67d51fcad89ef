package io.nightshift.platform.event;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.Privilege;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import java.util.List;

/**
 * Which of an organization's own logic a request leaves out, by optional parameters that every message takes (Dataverse:
 * bypass custom business logic). A caller needs the privilege {@code prvBypassCustomPlugins}.
 *
 * @param synchronous the synchronous steps
 * @param asynchronous the asynchronous steps and the workflows that the message starts
 */
record Bypass(boolean synchronous, boolean asynchronous) {

    private static final String PLUGINS = "BypassCustomPluginExecution";
    private static final String LOGIC = "BypassBusinessLogicExecution";
    private static final String CALLBACKS = "SuppressCallbackRegistrationExpanderJob";

    static final Bypass NONE = new Bypass(false, false);

    /** What the request asks for; 0x80040220 when the caller may not. */
    static Bypass of(OrganizationRequest request, RequestContext context) {
        boolean synchronous = Boolean.TRUE.equals(request.get(PLUGINS, Boolean.class));
        boolean asynchronous = Boolean.TRUE.equals(request.get(CALLBACKS, Boolean.class));
        String logic = request.get(LOGIC, String.class);
        if (logic != null) {
            for (String part : logic.split(",", -1)) {
                switch (part.strip()) {
                    case "CustomSync" -> synchronous = true;
                    case "CustomAsync" -> asynchronous = true;
                    default ->
                        throw FaultCode.INVALID_ARGUMENT.fault(
                                LOGIC + " is CustomSync, CustomAsync, or both with a comma between.");
                }
            }
        }
        if (!synchronous && !asynchronous) {
            return NONE;
        }
        context.access().require(Privilege.BYPASS_CUSTOM_PLUGINS);
        return new Bypass(synchronous, asynchronous);
    }

    /** Those of the steps that run. */
    List<Step> left(List<Step> steps) {
        return !synchronous && !asynchronous
                ? steps
                : steps.stream()
                        .filter(step -> !(step.mode() == Mode.SYNCHRONOUS ? synchronous : asynchronous))
                        .toList();
    }

    /** Those of the reactions that are told. */
    List<Reaction> told(List<Reaction> reactions) {
        return asynchronous
                ? reactions.stream()
                        .filter(reaction -> !reaction.startsCustomLogic())
                        .toList()
                : reactions;
    }
}
