package dev.segmentation.metrics.history;

import dev.segmentation.Segment;
import dev.segmentation.metrics.markov.Stays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** How long the customers of a history were seen in each segment, and where they went then. */
final class WatchedStays {

    private final DateColumns columns;
    private final List<String> names;
    private final Stays.Builder stays;

    private WatchedStays(DateColumns columns) {
        this.columns = columns;
        this.names = columns.segments().names();
        List<String> states = new ArrayList<>(names);
        states.add(Segment.EXIT);
        this.stays = Stays.builder(states);
    }

    static Stays of(DateColumns columns) {
        WatchedStays watched = new WatchedStays(columns);
        for (int customer = 0; customer < columns.customerCount(); customer++) {
            watched.watch(customer);
        }
        return watched.stays.build();
    }

    private void watch(int customer) {
        stays.nextCustomer();
        int state = DateColumn.NOT_YET;
        int since = 0;
        for (int t = 0; t < columns.size(); t++) {
            int now = columns.at(t).code(customer);
            if (now != state) {
                add(state, since, t, now);
                state = now;
                since = t;
            }
        }
        add(state, since, columns.size(), DateColumn.UNSCORED);
    }

    /** A stay until the position of the first date at which the customer was elsewhere, or out of sight. */
    private void add(int state, int since, int end, int next) {
        if (state < 0) {
            return;
        }
        String name = names.get(state);
        LocalDate from = columns.at(since).date();
        if (next >= 0) {
            stays.add(name, from, columns.at(end).date(), names.get(next));
        } else if (next == DateColumn.LEFT) {
            stays.add(name, from, columns.at(end).date(), Segment.EXIT);
        } else if (end - 1 > since) {
            stays.addCensored(name, from, columns.at(end - 1).date());
        }
    }
}
