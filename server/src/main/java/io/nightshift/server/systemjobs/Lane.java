package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.queue.LaneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A lane as a page draws it: its first operations, and the one that is looked at when that stands further back. */
public record Lane(LaneLine all) {

    /**
     * One in the line.
     *
     * @param place 0 for whoever is first
     * @param isApart whether some between it and the one above it are left out
     */
    public record Member(AsyncOperation operation, int place, boolean isApart) {}

    public String token() {
        return all.token();
    }

    public boolean isEmpty() {
        return all.first().isEmpty();
    }

    /** How many wait behind the first. */
    public int behind() {
        return all.behind();
    }

    /** Whether more stand there than were counted. */
    public boolean hasMore() {
        return all.hasMore();
    }

    /** Whether nothing of it goes on by itself. */
    public boolean isStuck() {
        return all.isStuck();
    }

    /** The first few, and this one where it is among those that were read. */
    public List<Member> members(int most, @Nullable UUID here) {
        List<Member> members = new ArrayList<>();
        List<AsyncOperation> line = all.first();
        for (int place = 0; place < line.size(); place++) {
            boolean isHere = line.get(place).id().equals(here);
            if (place < most || isHere) {
                members.add(new Member(line.get(place), place, place > most && isHere));
            }
        }
        return members;
    }

    /** How many are not drawn when so many are. */
    public int rest(int drawn) {
        return Math.max(0, behind() + 1 - drawn);
    }

    /** As in an address. */
    public String address() {
        return Parameters.NONE.with("token", token()).on("/lanes");
    }
}
