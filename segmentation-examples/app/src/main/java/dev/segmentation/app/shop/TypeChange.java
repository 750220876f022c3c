package dev.segmentation.app.shop;

import java.time.LocalDate;

/**
 * A true move: on this day a customer became another type.
 *
 * @param customer the customer's id
 * @param date the day; they behave like the new type from the next day on
 * @param from what they were
 * @param to what they became
 */
public record TypeChange(String customer, LocalDate date, CustomerType from, CustomerType to) {}
