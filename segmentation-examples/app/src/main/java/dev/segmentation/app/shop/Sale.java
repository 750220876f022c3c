package dev.segmentation.app.shop;

import java.time.LocalDate;

/**
 * One receipt.
 *
 * @param customer the customer's id
 * @param date the day
 * @param amount what was paid, in cents precision; negative if something was sent back
 */
public record Sale(String customer, LocalDate date, double amount) {}
