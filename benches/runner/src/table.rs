//! What was measured, as a table.

use std::time::Duration;

use crate::shapes::Shape;

/// Times of each shape, and one shape that the others are compared with.
pub(crate) struct Table {
    title: String,
    base: Shape,
    times: Vec<(Shape, Vec<Duration>)>,
}

impl Table {
    pub(crate) fn new(title: &str, base: Shape) -> Self {
        Self {
            title: title.to_owned(),
            base,
            times: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, shape: Shape, time: Duration) {
        match self.times.iter_mut().find(|(known, _)| *known == shape) {
            Some((_, times)) => times.push(time),
            None => self.times.push((shape, vec![time])),
        }
    }

    fn sorted(&self, shape: Shape) -> Vec<f64> {
        let known = self.times.iter().find(|(known, _)| *known == shape);
        let mut times: Vec<f64> = known
            .into_iter()
            .flat_map(|(_, times)| times)
            .map(|it| it.as_secs_f64() * 1e3)
            .collect();
        times.sort_by(f64::total_cmp);
        times
    }

    fn median(&self, shape: Shape) -> f64 {
        let times = self.sorted(shape);
        times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn print(&self) {
        println!("\n{}\n", self.title);
        println!("| shape | median ms | least ms | prismoid takes |");
        println!("|---|---:|---:|---:|");
        let base = self.median(self.base);
        for (shape, _) in &self.times {
            let (median, times) = (self.median(*shape), self.sorted(*shape));
            let least = times.first().copied().unwrap_or(f64::NAN);
            let ratio = base / median;
            println!(
                "| {} | {median:.1} | {least:.1} | {ratio:.2} x |",
                shape.name()
            );
        }
    }
}
