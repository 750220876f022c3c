package dev.segmentation.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComponentsTest {

    @Test
    void joinsWhatHangsTogether() {
        Components parts = new Components(6);
        assertThat(parts.count()).isEqualTo(6);
        parts.join(4, 5);
        parts.join(1, 0);
        parts.join(5, 1);
        parts.join(1, 5);
        assertThat(parts.count()).isEqualTo(3);
        assertThat(parts.of(4)).isZero();
        assertThat(parts.of(2)).isEqualTo(2);
    }
}
