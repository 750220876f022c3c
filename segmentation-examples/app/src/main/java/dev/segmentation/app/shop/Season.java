package dev.segmentation.app.shop;

import java.time.LocalDate;
import java.time.MonthDay;

/** The seasons of the shop's year. */
enum Season {
    ORDINARY,
    SALE,
    CHRISTMAS,
    AFTER_CHRISTMAS;

    private static final MonthDay SALE_OF_WINTER = MonthDay.of(1, 8);
    private static final MonthDay SALE_OF_SUMMER = MonthDay.of(7, 1);
    private static final MonthDay SALE_OF_AUTUMN = MonthDay.of(11, 20);

    static Season of(LocalDate day) {
        MonthDay date = MonthDay.from(day);
        if (within(date, SALE_OF_WINTER, 21) || within(date, SALE_OF_SUMMER, 21) || within(date, SALE_OF_AUTUMN, 10)) {
            return SALE;
        }
        if (date.isAfter(MonthDay.of(11, 29)) && date.isBefore(MonthDay.of(12, 23))) {
            return CHRISTMAS;
        }
        return date.isBefore(SALE_OF_WINTER) ? AFTER_CHRISTMAS : ORDINARY;
    }

    /** How much faster than out of season a type buys. */
    double pace(CustomerType type) {
        return switch (this) {
            case ORDINARY -> type == CustomerType.BARGAIN_HUNTER ? 0.6 : 1;
            case SALE -> type == CustomerType.BARGAIN_HUNTER ? 4 : 1.1;
            case CHRISTMAS ->
                switch (type) {
                    case LOYAL_REGULAR, INACTIVE -> 1.2;
                    case BIG_BASKET -> 1.6;
                    case BARGAIN_HUNTER -> 1;
                    case OCCASIONAL -> 2.5;
                };
            case AFTER_CHRISTMAS -> 0.7;
        };
    }

    private static boolean within(MonthDay date, MonthDay first, int days) {
        return date.getMonthValue() == first.getMonthValue()
                && date.getDayOfMonth() >= first.getDayOfMonth()
                && date.getDayOfMonth() < first.getDayOfMonth() + days;
    }
}
