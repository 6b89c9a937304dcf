// The sentences of the long page. Each holds the name of a town, its river or its chronicler, or two numbers, so that
// it differs from town to town. `{40}` stands for a number from 40 up to four times as much.

export const gazetteer: readonly (readonly string[])[] = [
  [
    '{town} lies where the road from {other} comes down to the {river}, {12} miles above the sea.',
    'The census of {year} found {1200} people in it, and the latest one found {5200}.',
    'Strangers who come to {town} by the morning train usually ask first for the bridge, which has {3} arches and leans a little to the east.',
    'The people of {town} say that it leaned from the day it was finished, and that {name} won {20} guineas by foretelling it.',
  ],
  [
    'The oldest house in {town} stands behind the corn market and was built in {year} by a dealer in rope.',
    'Its cellar runs {30} paces towards the {river} and floods in every wet spring.',
    'When {name} measured the walls, they proved to be {2} feet thicker on the north side than on the south.',
    'Nobody in {town} has ever explained the difference, although {9} people have written to the newspaper about it.',
  ],
  [
    'Wool made {town} rich for about {40} years.',
    'At the height of the trade the fulling mills on the {river} worked day and night, and their hammers could be heard in {other}.',
    'A ledger kept by the family of {name} lists {600} bales sold in the single summer of {year}.',
    'Then cheaper cloth arrived by sea, and within {6} winters all but {2} of the mills at {town} had shut their gates.',
  ],
  [
    'The market of {town} is held on the second day of the week and has been since {year}.',
    'It began with {14} stalls that sold eggs, candles and eels from the {river}.',
    'By custom the youngest trader in {town} rings the bell, and a fine of {5} pence is due from anyone who sells before it has stopped.',
    'The fine was last paid by {name}, who sold a cabbage {4} minutes early and never regretted it.',
  ],
  [
    'Water reaches the houses of {town} through a pipe that was laid in {year}.',
    'Before that, {30} carriers brought it up from the {river} in yokes, and a family paid them by the notch on a stick.',
    'An engineer from {other} reckoned that each carrier of {town} climbed the height of a mountain {2} times a month.',
    'The last yoke hangs in the town hall under a portrait of {name}, who is holding a tap.',
  ],
  [
    'The railway came to {town} in {year}, after {11} years of quarrels about the route.',
    'Owners of meadows along the {river} feared for their cattle, and the innkeepers on the old road to {other} feared for their beds.',
    'It was {name} who settled the matter by giving the company a garden for one penny and a seat for life in the first carriage.',
    'On the opening day {900} people rode from {town} to the next halt and walked home again.',
  ],
  [
    'The school of {town} teaches {240} children in a building that was meant for a hospital.',
    'Its long corridor was planned for {30} beds, and pupils of every generation have raced along it to the window above the {river}.',
    'The first head of the school, {name}, wrote down the weather each morning for {21} years.',
    'Those notebooks show that the first frost at {town} now comes {8} days later than it did in {year}.',
  ],
  [
    'A fire in {year} destroyed {60} houses of {town} in a single night.',
    'It started in a bakery by the {river} and jumped the high street where the thatched roofs nearly touched.',
    'People formed a chain of {150} buckets, and {name} is said to have saved the church books by throwing them down a well.',
    'Since then the building rules of {town} have asked for slate, and for a gap of {7} feet between any two roofs.',
  ],
  [
    'The church tower of {town} is {90} feet high and can be climbed on feast days.',
    'It holds {4} bells, of which the largest was cast in {other} and brought up the {river} on a raft.',
    'In {year} the rope of that bell broke, and the ringer {name} went on by striking it with a mallet until noon.',
    'From the top one sees {13} parishes in clear weather, and, as {town} likes to add, a good deal of rain in all of them.',
  ],
  [
    'Bees have been kept on the slopes above {town} since at least {year}.',
    'The heather there flowers for {5} weeks, and a good hive gives {20} pounds of dark honey.',
    'The honey of {town} is too strong for most palates and is sold chiefly to bakers in {other}.',
    'An attempt by {name} to brew it into beer filled {3} cellars with foam and the lanes down to the {river} with wasps.',
  ],
  [
    'The ferry over the {river} ran for {70} years beside the bridge of {town}, because the bridge asked a toll.',
    'It carried {16} passengers from {town} or one cow and a boy, and the price was the same.',
    'When the council of {town} dropped the toll in {year}, the ferryman {name} rowed across once more with nobody on board and sold the oars.',
    'The landing stage is still there, {50} yards below the mill, and children of {town} fish from it.',
  ],
  [
    'The library of {town} began with {110} books in a cupboard of the reading room.',
    'They were a gift from {name}, who asked only that no one should be told which of them had been read to pieces.',
    'It moved to the old customs house on the {river} in {year} and now lends {9000} volumes in a twelvemonth.',
    'The most borrowed title at {town} is a manual of knots, of which {3} copies have been lost in boats.',
  ],
  [
    'Clay from the pits south of {town} made the yellow brick that one sees as far away as {other}.',
    'In the best season, that of {year}, the kilns turned out {20000} bricks a day.',
    'Every brick carried a small fish as its mark, for the {river}, and those made under {name} also carried a crooked line.',
    'The pits of {town} filled with water when the pumps stopped, and they have become {5} ponds with {40} kinds of dragonfly.',
  ],
  [
    'Two newspapers were printed in {town} for {25} years, and they agreed on nothing.',
    'One favoured a canal to {other} and the other a road, with the result that {town} had neither until {year}.',
    'Their editors, one of whom was {name}, lived in the same street and shared a subscription to a third paper.',
    'In the end a flood of the {river} ruined both presses in one night, and the survivors founded a single weekly of {8} pages.',
  ],
  [
    'The hospital at {town} opened with {18} beds and one doctor, who kept a horse for his rounds.',
    'The horse knew the way to {35} farms and, by the account of {name}, once went through a ford of the {river} with the doctor asleep.',
    'A new wing was added in {year}, paid for by a lottery in which half of {town} bought a ticket and a goose was the first prize.',
    'It now treats {4000} people a year, among them a steady number who have fallen off the wall behind the {town} fair.',
  ],
  [
    'Wind is the one thing of which {town} has never run short.',
    'There were {7} windmills on the ridge in {year}, and the keeper of the tallest, {name}, could tell the hour of rain by the sound of the sails.',
    'A storm took off {4} of their caps in one afternoon and dropped one of them into the {river}, where it served for years as an island for ducks.',
    'Today {12} turbines stand there and give light to {town} and, on windy nights, to half of {other}.',
  ],
  [
    'The football club of {town} has played in green since {year}, when {name} found {22} shirts in a sale.',
    'Its field slopes {5} feet from one goal to the other, and visitors from {other} always ask to play downhill second.',
    'The record crowd of {town} was {1500} on a day when the ball went into the {river} {3} times.',
    'A boy with a boat is still paid {2} coins a match to wait for it below the {town} bridge.',
  ],
  [
    'Apples grow well on the chalk west of {town}, and {24} sorts are known only there.',
    'The best of them was found by {name} in a hedge in {year} and keeps until the next blossom.',
    'Growers around {town} press {300} barrels of cider and quarrel about who first thought of adding pears.',
    'In dry years they water the young trees from the {river}, and it takes {6} people a week to reach the last row.',
  ],
  [
    'The law court of {town} sits for {15} days a year in a room above the fish hall.',
    'Its longest case concerned a gate on the path to {other} and lasted from {year} until all of the witnesses had died.',
    'The judge, a cousin of {name}, found that the gate had belonged to {town} all along and that there was no longer any wall to go with it.',
    'The costs came to {700} pounds, for which one could have fenced the {river} on both banks for {2} miles.',
  ],
  [
    'Snow closed the roads out of {town} for {17} days in the winter of {year}.',
    'Bread ran out on the ninth day, and {name} opened the store of ship biscuit that had been bought for a voyage nobody made.',
    'Skaters went down the frozen {river} to {other} and came back with {30} letters and a case of oranges.',
    'The oranges were shared out in {town} by lot, and the peel of one is kept in a jar at the museum, where {80} people ask to see it each year.',
  ],
  [
    'The post office at {town} once held the key to the only telephone within {10} miles.',
    'Calls were written down and taken round by {name}, who charged {3} pence and corrected the grammar.',
    'An exchange with {50} lines came in {year} and was put into the old salt store beside the {river}.',
    'Older people in {town} still give their numbers without the first two figures, and {other} still rings the wrong house.',
  ],
  [
    'Among the plants of the {river} meadows is a small blue gentian that grows nowhere else near {town}.',
    'Botanists counted {130} of them in {year} and {420} the last time they looked.',
    'The mowing of the meadows is therefore put off until late summer, under an agreement that {name} drew up on the back of a menu.',
    'Cattle from {other} are let in for {4} weeks afterwards and are thought in {town} to give a faintly bitter milk.',
  ],
  [
    'A travelling theatre has wintered in {town} since {year}, when its wagons stuck in the mud of the {river} bank.',
    'It performs {6} plays in a barn that seats {160}, and the roles of kings go to whoever has the warmest coat.',
    'The writer {name} saw a first attempt at comedy hissed there and came back with a tragedy, at which {town} laughed for {2} evenings.',
    'The barn is let to a circus from {other} in spring, and the elephant door has been of use {5} times.',
  ],
  [
    'What will become of {town} is a question on which its {9} councillors hold at least {12} opinions.',
    'A plan of {year} foresaw a harbour on the {river}, a tramway to {other} and a palace of glass for the growing of melons.',
    'Only the melons came about, in the greenhouse of {name}, and there were {7} of them.',
    'The newest plan promises {town} nothing but dry cellars and a bench every {200} yards, and it was passed without a single vote against it.',
  ],
];
