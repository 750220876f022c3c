package dev.segmentation.app.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Month;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SimulatedShopTest {

    private static final ShopHistory HISTORY = SimulatedShop.standard().run();

    @Test
    void theSameSeedGivesTheSameReceiptsOnEveryMachine() {
        assertThat(HISTORY.customerCount()).isEqualTo(5000);
        assertThat(HISTORY.sales()).hasSize(55385);
        assertThat(total(HISTORY.sales())).isEqualByComparingTo("3413596.66");
        assertThat(HISTORY.sales().get(0))
                .isEqualTo(HISTORY.sales().stream()
                        .filter(sale -> sale.customer().equals("C00001"))
                        .findFirst()
                        .orElseThrow());
        assertThat(SimulatedShop.standard().run().sales()).isEqualTo(HISTORY.sales());
        assertThat(SimulatedShop.standard().withSeed(2).run().sales()).isNotEqualTo(HISTORY.sales());
    }

    @Test
    void oneMoreCustomerChangesNobodyElse() {
        List<Sale> few = SimulatedShop.standard().withCustomers(20).run().sales();
        List<Sale> more = SimulatedShop.standard().withCustomers(21).run().sales();

        assertThat(more.subList(0, few.size())).isEqualTo(few);
    }

    @Test
    void everyCustomerBuysFirstAndInsideTheTwoYears() {
        Map<String, List<Sale>> byCustomer = HISTORY.sales().stream().collect(Collectors.groupingBy(Sale::customer));

        assertThat(byCustomer).hasSize(5000);
        assertThat(byCustomer.values())
                .allSatisfy(sales -> assertThat(sales.get(0).amount()).isPositive());
        assertThat(HISTORY.sales())
                .allSatisfy(sale ->
                        assertThat(sale.date()).isBetween(LocalDate.of(2023, 1, 1), LocalDate.of(2024, 12, 31)));
    }

    @Test
    void amountsAreWholeCentsAndSomeAreReturns() {
        assertThat(HISTORY.sales())
                .allSatisfy(sale ->
                        assertThat(BigDecimal.valueOf(sale.amount()).scale()).isLessThanOrEqualTo(2));
        double returns =
                HISTORY.sales().stream().filter(sale -> sale.amount() < 0).count()
                        / (double) HISTORY.sales().size();
        assertThat(returns).isBetween(0.05, 0.07);
    }

    @Test
    void christmasIsTheSeason() {
        Map<Month, Long> perMonth = HISTORY.sales().stream()
                .filter(sale -> sale.date().getYear() == 2024)
                .collect(Collectors.groupingBy(sale -> sale.date().getMonth(), Collectors.counting()));

        assertThat(perMonth.get(Month.DECEMBER)).isGreaterThan(perMonth.get(Month.OCTOBER) * 5 / 4);
    }

    @Test
    void typesBuyAsTheyAreMeantTo() {
        LocalDate from = LocalDate.of(2024, 10, 1);
        Map<CustomerType, Double> purchases = HISTORY.sales().stream()
                .filter(sale -> sale.date().isAfter(from) && sale.amount() > 0)
                .collect(Collectors.groupingBy(
                        sale -> HISTORY.typeOf(sale.customer(), sale.date()),
                        Collectors.averagingDouble(Sale::amount)));

        assertThat(purchases.get(CustomerType.BIG_BASKET)).isGreaterThan(4 * purchases.get(CustomerType.LOYAL_REGULAR));
        assertThat(purchases.get(CustomerType.BARGAIN_HUNTER))
                .isLessThan(purchases.get(CustomerType.LOYAL_REGULAR) / 2);
    }

    @Test
    void theTruthFollowsTheMoves() {
        TypeChange change = HISTORY.changes().get(0);

        assertThat(change.from()).isNotEqualTo(change.to());
        assertThat(HISTORY.typeOf(change.customer(), change.date())).isEqualTo(change.from());
        assertThat(HISTORY.typeOf(change.customer(), change.date().plusDays(1))).isEqualTo(change.to());
        assertThat(HISTORY.changes()).hasSizeGreaterThan(1000);
        assertThatThrownBy(() -> HISTORY.typeOf("nobody", change.date()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("nobody");
    }

    @Test
    void aShopNeedsCustomers() {
        assertThatThrownBy(() -> SimulatedShop.standard().withCustomers(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SimulatedShop.withCustomers: 0, expected at least 1");
    }

    private static BigDecimal total(List<Sale> sales) {
        return sales.stream().map(sale -> BigDecimal.valueOf(sale.amount())).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
