package io.nightshift.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SignInTest {

    private final String one = Token.make();
    private final String other = Token.make();
    private final SignIn signIn =
            new SignIn(List.of(new SignIn.Known("one", Token.hash(one)), new SignIn.Known("other", Token.hash(other))));

    @Test
    void aTokenProvesItsUser() {
        assertThat(signIn.user("Bearer " + one)).contains("one");
        assertThat(signIn.user("bearer " + other)).contains("other");
    }

    @Test
    void anythingElseProvesNothing() {
        assertThat(signIn.user(null)).isEmpty();
        assertThat(signIn.user("")).isEmpty();
        assertThat(signIn.user("Bearer ")).isEmpty();
        assertThat(signIn.user("Basic " + one)).isEmpty();
        assertThat(signIn.user("Bearer " + one + "x")).isEmpty();
        assertThat(signIn.user("Bearer " + Token.hash(one))).isEmpty();
    }

    @Test
    void tokensDifferAndNeedNoQuoting() {
        assertThat(one).isNotEqualTo(other).matches("[A-Za-z0-9_-]{43}");
    }
}
