package io.nightshift.platform.message;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import java.util.ArrayList;
import java.util.List;

/** Reads parameters that are lists. */
public final class Lists {

    private Lists() {}

    /** The elements of a list; 0x80040203 when one is of another type. */
    public static <T> List<T> of(OrganizationRequest request, String parameter, Class<T> type) {
        List<T> checked = new ArrayList<>();
        for (Object element : request.required(parameter, List.class)) {
            if (!type.isInstance(element)) {
                throw FaultCode.INVALID_ARGUMENT.fault("The parameter " + parameter + " of " + request.requestName()
                        + " is a list of " + type.getSimpleName() + "; one element is not.");
            }
            checked.add(type.cast(element));
        }
        return checked;
    }
}
