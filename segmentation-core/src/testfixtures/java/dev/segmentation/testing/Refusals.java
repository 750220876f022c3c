package dev.segmentation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.segmentation.InvalidInputException;
import dev.segmentation.Reason;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Assertions about refused input. */
public final class Refusals {

    private Refusals() {}

    /**
     * Asserts that a call is refused for a reason, with a message of the usual form and length.
     *
     * @param reason why it must be refused
     * @param call the call
     * @return the exception, for assertions on row, name and message
     */
    public static InvalidInputException refused(Reason reason, ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(InvalidInputException.class);
        InvalidInputException refused = (InvalidInputException) thrown;
        assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
        assertThat(refused.getMessage()).as("where: what").contains(": ");
        assertThat(refused.getMessage().getBytes(StandardCharsets.UTF_8))
                .as("length of the message")
                .hasSizeLessThanOrEqualTo(1024);
        return refused;
    }
}
