/** What AssemblyScript calls numbers, for the layout that both sides import. */
declare type u32 = number;
declare type usize = number;
