//! The order of tasks, and the files they are run in.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap, HashMap};

use crate::Stage;
use crate::task::Task;
use crate::thing::Thing;

/// Tasks by number, in files: what stands on something comes after it, what lets go of something
/// comes before that goes. Of what could come next, the lowest stage does, then the first in the
/// list. A file holds tasks of one kind, in a transaction or without; one that needs another to be
/// committed stands in a later file. Where things stand on each other in a circle, the stages
/// decide.
pub(crate) fn files(tasks: &[Task]) -> Vec<Vec<usize>> {
    Schedule::new(tasks).run()
}

/// The kinds of files, in the order of preference: one transaction, each statement by itself, and
/// one transaction of what reads whole tables.
const TOGETHER: usize = 0;
const ALONE: usize = 1;
const APART: usize = 2;

struct Schedule<'a> {
    tasks: &'a [Task],
    /// What comes after each task, and whether only in a later file.
    followers: Vec<BTreeSet<(usize, bool)>>,
    /// How many tasks each one waits for.
    waits: Vec<usize>,
    /// The earliest file for each task, as far as is known.
    earliest: Vec<usize>,
    done: Vec<bool>,
    /// What could come next, by kind of file.
    ready: [BinaryHeap<Reverse<(Stage, usize)>>; 3],
    /// What must wait for the next file.
    later: Vec<usize>,
    files: Vec<Vec<usize>>,
}

impl<'a> Schedule<'a> {
    fn new(tasks: &'a [Task]) -> Self {
        let mut schedule = Self {
            tasks,
            followers: vec![BTreeSet::new(); tasks.len()],
            waits: vec![0; tasks.len()],
            earliest: vec![0; tasks.len()],
            done: vec![false; tasks.len()],
            ready: Default::default(),
            later: Vec::new(),
            files: Vec::new(),
        };
        schedule.connect();
        for task in 0..tasks.len() {
            if schedule.waits[task] == 0 {
                schedule.offer(task);
            }
        }
        schedule
    }

    fn connect(&mut self) {
        let index = |of: fn(&Task) -> &Vec<Thing>| {
            let mut map: HashMap<&Thing, Vec<usize>> = HashMap::new();
            for (number, task) in self.tasks.iter().enumerate() {
                for thing in of(task) {
                    map.entry(thing).or_default().push(number);
                }
            }
            map
        };
        let (makers, freers) = (index(|it| &it.makes), index(|it| &it.frees));
        let taken_by = index(|it| &it.takes);
        let none = Vec::new();
        let of = |map: &HashMap<&Thing, Vec<usize>>, thing: &Thing| {
            map.get(thing).unwrap_or(&none).clone()
        };
        let mut edges = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            for thing in &task.needs {
                let before = of(&makers, thing);
                edges.extend(before.into_iter().map(|it| (it, number, false)));
            }
            for thing in &task.committed {
                let before = of(&makers, thing);
                edges.extend(before.into_iter().map(|it| (it, number, true)));
            }
            for thing in &task.takes {
                let before = of(&freers, thing);
                edges.extend(before.into_iter().map(|it| (it, number, false)));
            }
            for thing in &task.makes {
                let takes = task.takes.contains(thing);
                for other in of(&taken_by, thing) {
                    // What goes makes room for what comes; what changes must be there before.
                    match (self.tasks[other].makes.contains(thing), takes) {
                        (false, _) => edges.push((other, number, false)),
                        (true, false) => edges.push((number, other, false)),
                        (true, true) => {}
                    }
                }
            }
        }
        for (before, after, committed) in edges {
            if before != after && self.followers[before].insert((after, committed)) {
                self.waits[after] += 1;
            }
        }
    }

    fn offer(&mut self, task: usize) {
        let kind = self.kind(task);
        // Without a transaction every statement is committed at once.
        if self.earliest[task] > self.files.len().saturating_sub(1) && kind != ALONE {
            self.later.push(task);
        } else {
            self.ready[kind].push(Reverse((self.tasks[task].stage, task)));
        }
    }

    /// Which kind of file a task stands in.
    fn kind(&self, task: usize) -> usize {
        match (self.tasks[task].transaction, self.tasks[task].apart) {
            (true, false) => TOGETHER,
            (false, _) => ALONE,
            (true, true) => APART,
        }
    }

    fn run(mut self) -> Vec<Vec<usize>> {
        while self.done.contains(&false) {
            let next = self.ready.iter().position(|ready| !ready.is_empty());
            match next {
                Some(kind) => self.file(kind),
                None if self.force() => {}
                None => break,
            }
        }
        self.files
    }

    /// One file of what is ready and of what becomes ready by it.
    fn file(&mut self, kind: usize) {
        self.files.push(Vec::new());
        while let Some(Reverse((_, task))) = self.ready[kind].pop() {
            self.finish(task);
            let nothing = self.later.is_empty() && self.ready.iter().all(BinaryHeap::is_empty);
            if nothing {
                self.force();
            }
        }
        for task in std::mem::take(&mut self.later) {
            let kind = self.kind(task);
            self.ready[kind].push(Reverse((self.tasks[task].stage, task)));
        }
    }

    fn finish(&mut self, task: usize) {
        if std::mem::replace(&mut self.done[task], true) {
            return;
        }
        let number = self.files.len() - 1;
        self.files[number].push(task);
        for (follower, committed) in self.followers[task].clone() {
            if committed {
                let earliest = &mut self.earliest[follower];
                *earliest = (*earliest).max(number + 1);
            }
            self.waits[follower] = self.waits[follower].saturating_sub(1);
            if self.waits[follower] == 0 && !self.done[follower] {
                self.offer(follower);
            }
        }
    }

    /// Frees the lowest task of a circle.
    fn force(&mut self) -> bool {
        let waiting = (0..self.tasks.len()).filter(|task| !self.done[*task]);
        let Some(task) = waiting.min_by_key(|task| (self.tasks[*task].stage, *task)) else {
            return false;
        };
        self.waits[task] = 0;
        self.earliest[task] = 0;
        self.offer(task);
        true
    }
}
